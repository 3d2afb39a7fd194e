// Holds the templates of what every page stands in, and of the log that several show.

const base = `<!doctype html>
<html lang="{{ locale }}" dir="{{ direction }}"{% if theme %} data-theme="{{ theme }}"{% endif %}>
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <meta name="htmx-config" content='{{ htmx_config }}'>
  <title>{% block title %}{{ title }}{% endblock %} · {{ site_title }}</title>
  <link rel="stylesheet" href="{{ assets.style }}">
  <script src="{{ assets.htmx }}" defer></script>
  <script src="{{ assets.script }}" defer></script>
  {% block head %}{% endblock %}
</head>
<body>
  <a class="skip" href="#content">{{ t("Skip to the content") }}</a>
  <header class="top">
    {% block brand %}<a class="brand" href="{{ home }}">{{ site_title }}</a>{% endblock %}
    <button type="button" class="palette-button" data-palette="{{ url_for(".palette") }}" hidden>{{ t("Search and commands") }} <kbd>Ctrl K</kbd></button>
    <details class="who">
      <summary>{{ user.displayName }}</summary>
      <div class="drop">
        <form method="post" action="{{ url_for(".theme") }}" class="themes" aria-label="{{ t("Theme") }}">{{ csrf_input() }}<input type="hidden" name="next" value="{{ request.fullPath }}">
          {%- for name, label in [["system", t("System")], ["light", t("Light")], ["dark", t("Dark")]] %}<button name="theme" value="{{ name }}" aria-pressed="{{ "true" if (theme or "system") == name else "false" }}">{{ label }}</button>{% endfor -%}
        </form>
        <a href="{{ url_for(".activity") }}">{{ t("Recent activity") }}</a>
        <a href="/">{{ t("View site") }}</a>
        <form method="post" action="{{ url_for("auth.logout") }}">{{ csrf_input() }}<button class="link">{{ t("Log out") }}</button></form>
      </div>
    </details>
  </header>
  <div class="frame">
    <nav class="menu" aria-label="{{ t("Models") }}">
      <details open>
        <summary>{{ t("Models") }}</summary>
        {% for group in menu %}
        <h2>{{ group.title }}</h2>
        <ul>
          {% for model in group.models %}
          <li><a href="{{ model.address }}"{% if model.isCurrent %} aria-current="page"{% endif %}>{{ model.title }}</a>{% if model.addAddress %}<a class="add" href="{{ model.addAddress }}" aria-label="{{ t("Add to {list}", {"list": model.title}) }}">+</a>{% endif %}</li>
          {% endfor %}
        </ul>
        {% endfor %}
      </details>
    </nav>
    <main id="content" tabindex="-1">
      {% if crumbs %}<nav class="crumbs" aria-label="{{ t("Path") }}">{% for crumb in crumbs %}<a href="{{ crumb.address }}">{{ crumb.title }}</a> <span aria-hidden="true">/</span> {% endfor %}</nav>{% endif %}
      {% for category, message in get_flashed_messages(with_categories=true) %}
      {% if category == "undo" %}
      <form method="post" class="undo" action="{{ url_for(".undo", {"batch": message}) }}">{{ csrf_input() }}<button class="quiet">{{ t("Undo") }}</button></form>
      {% else %}
      <p class="message {{ category }}" role="status">{{ message }}</p>
      {% endif %}
      {% endfor %}
      {% block content %}{% endblock %}
    </main>
  </div>
  <script type="application/json" id="admin-texts">{{ script_texts }}</script>
</body>
</html>
`;

const log = `{% macro log_list(entries, with_object) %}
<ol class="log">
  {% for entry in entries %}
  <li>
    <p class="done"><span class="mark {{ entry.action }}">{% if entry.action == "add" %}{{ t("Added") }}{% elif entry.action == "delete" %}{{ t("Deleted") }}{% else %}{{ t("Changed") }}{% endif %}</span>{% if with_object %} {% if entry.address %}<a href="{{ entry.address }}">{{ entry.text }}</a>{% else %}<strong>{{ entry.text }}</strong>{% endif %} <span class="soft">{{ entry.noun }}</span>{% endif %}{% if entry.restore %} <a class="restore" href="{{ entry.restore }}" aria-label="{{ t("Put back {object} as it was before this", {"object": entry.text}) }}">{{ t("Put back") }}</a>{% endif %}</p>
    {% if entry.changes %}
    <dl class="changes">
      {% for change in entry.changes %}
      <div><dt>{{ change.field }}</dt><dd><del>{{ change.before }}</del> <ins>{{ change.after }}</ins></dd></div>
      {% endfor %}
    </dl>
    {% endif %}
    <p class="soft">{{ entry.user }}, <time datetime="{{ entry.at|date("c") }}">{{ moment(entry.at) }}</time></p>
  </li>
  {% endfor %}
</ol>
{% endmacro %}
`;

/** The templates, by name. */
export const frameTemplates: Readonly<Record<string, string>> = {
  "admin/base.html": base,
  // Every page extends this one, so that an app can change the frame by blocks.
  "admin/base_site.html": `{% extends "admin/base.html" %}\n`,
  "admin/_log.html": log,
};

// Holds the template of an object's history.

const history = `{% extends "admin/base_site.html" %}
{% from "admin/_log.html" import log_list with context %}
{% block content %}
<h1>{{ title }}</h1>
<div class="card">{% if entries %}{{ log_list(entries, false) }}{% else %}<p class="soft">{{ t("Nothing was changed here in the admin yet.") }}</p>{% endif %}</div>
{% endblock %}
`;

const activity = `{% extends "admin/base_site.html" %}
{% from "admin/_log.html" import log_list with context %}
{% macro choices(name, label, options, chosen) %}
<label class="hidden" for="{{ name }}">{{ label }}</label>
<select id="{{ name }}" name="{{ name }}"><option value="">{{ label }}</option>{% for option in options %}<option value="{{ option.value or option.key }}"{% if (option.value or option.key) == chosen %} selected{% endif %}>{{ option.label or option.text }}</option>{% endfor %}</select>
{% endmacro %}
{% block content %}
<h1>{{ title }}</h1>
<form class="search" role="search">
  {{ choices("user", t("Everybody"), users, chosen.userKey) }}
  {{ choices("model", t("Everything"), models, chosen.model) }}
  {{ choices("action", t("Whatever was done"), kinds, chosen.action) }}
  <label class="inline">{{ t("from") }} <input type="date" name="from" value="{{ chosen.from }}"></label>
  <label class="inline">{{ t("to") }} <input type="date" name="to" value="{{ chosen.to }}"></label>
  <button>{{ t("Show") }}</button>
  {% if is_filtered %}<a href="?">{{ t("Clear all") }}</a>{% endif %}
</form>
<div class="card">
  {% if log.entries %}{{ log_list(log.entries, true) }}{% else %}<p class="soft">{{ t("Nothing fits.") if is_filtered else t("Nothing was changed yet.") }}</p>{% endif %}
  {% if previous or next %}<nav class="pages" aria-label="{{ t("Pages") }}">{% if previous %}<a rel="prev" href="{{ previous }}">{{ t("← Newer") }}</a>{% endif %} {% if next %}<a rel="next" href="{{ next }}">{{ t("Older →") }}</a>{% endif %}</nav>{% endif %}
</div>
{% endblock %}
`;

const restore = `{% extends "admin/base_site.html" %}
{% block content %}
<h1>{{ title }}?</h1>
<div class="card">
  {% if refusal %}<p class="message warning" role="alert">{{ refusal }}</p>{% endif %}
  {% if preview.isGone %}
  <p>{{ t("The {noun} “{object}” was deleted. It would be there again with the key that it had.", {"noun": noun, "object": entry.objectText}) }}</p>
  {% elif preview.changes %}
  <p>{{ t("These fields would say again what they said before {moment}:", {"moment": moment(entry.at)}) }}</p>
  <dl class="changes">{% for change in preview.changes %}<div><dt>{{ change.field }}</dt><dd><del>{{ change.before }}</del> <ins>{{ change.after }}</ins></dd></div>{% endfor %}</dl>
  {% else %}
  <p>{{ t("It says now what it said then. There is nothing to put back.") }}</p>
  {% endif %}
  <form method="post" class="submit">
    {{ csrf_input() }}<input type="hidden" name="_version" value="{{ preview.version }}">
    {% if preview.isGone or preview.changes %}<button>{{ t("Put back") }}</button>{% endif %}
    <a href="{{ crumbs[-1].address }}">{{ t("Leave it as it is") }}</a>
  </form>
</div>
{% endblock %}
`;

/** The templates, by name. */
export const historyTemplates: Readonly<Record<string, string>> = {
  "admin/history.html": history,
  "admin/activity.html": activity,
  "admin/restore.html": restore,
};

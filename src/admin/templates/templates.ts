// Holds the admin's templates by name; one of the same name in a folder of the app wins.

const base = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <title>{% block title %}{{ title }}{% endblock %} · {{ site_title }}</title>
  <link rel="stylesheet" href="{{ assets.style }}">
  <script src="{{ assets.script }}" defer></script>
  {% block head %}{% endblock %}
</head>
<body>
  <a class="skip" href="#content">Skip to the content</a>
  <header class="top">
    <a class="brand" href="{{ home }}">{{ site_title }}</a>
    <button type="button" class="palette-button" data-palette hidden>Go to … <kbd>Ctrl K</kbd></button>
    <div class="who">
      <span class="user">{{ user.displayName }}</span>
      <a href="/">View site</a>
      <form method="post" action="{{ url_for("auth.logout") }}">{{ csrf_input() }}<button class="link">Log out</button></form>
    </div>
  </header>
  <div class="frame">
    <nav class="menu" aria-label="Models">
      <details open>
        <summary>Models</summary>
        {% for group in menu %}
        <h2>{{ group.title }}</h2>
        <ul>
          {% for model in group.models %}
          <li><a href="{{ model.address }}"{% if model.isCurrent %} aria-current="page"{% endif %}>{{ model.title }}</a>{% if model.addAddress %}<a class="add" href="{{ model.addAddress }}" aria-label="Add to {{ model.title }}">+</a>{% endif %}</li>
          {% endfor %}
        </ul>
        {% endfor %}
      </details>
    </nav>
    <main id="content" tabindex="-1">
      {% if crumbs %}<nav class="crumbs" aria-label="Path">{% for crumb in crumbs %}<a href="{{ crumb.address }}">{{ crumb.title }}</a> <span aria-hidden="true">/</span> {% endfor %}</nav>{% endif %}
      {% for category, message in get_flashed_messages(with_categories=true) %}
      <p class="message {{ category }}" role="status">{{ message }}</p>
      {% endfor %}
      {% block content %}{% endblock %}
    </main>
  </div>
</body>
</html>
`;

const log = `{% macro log_list(entries, with_object) %}
<ol class="log">
  {% for entry in entries %}
  <li>
    <p><span class="mark {{ entry.action }}">{{ {"add": "Added", "change": "Changed", "delete": "Deleted"}[entry.action] }}</span>{% if with_object %} <strong>{{ entry.objectText }}</strong> <span class="soft">{{ entry.model }}</span>{% endif %}</p>
    {% if entry.changes %}
    <dl class="changes">
      {% for change in entry.changes %}
      <div><dt>{{ change.field }}</dt><dd><del>{{ change.before }}</del> <ins>{{ change.after }}</ins></dd></div>
      {% endfor %}
    </dl>
    {% endif %}
    <p class="soft">{{ entry.userText }}, <time datetime="{{ entry.at|date("c") }}">{{ entry.at|date("j M Y, H:i") }}</time></p>
  </li>
  {% endfor %}
</ol>
{% endmacro %}
`;

const home = `{% extends "admin/base.html" %}
{% from "admin/_log.html" import log_list %}
{% block content %}
<h1>{{ title }}</h1>
<div class="home">
  <section aria-label="Models">
    {% for group in groups %}
    <h2>{{ group.title }}</h2>
    <ul class="tiles">
      {% for model in group.models %}
      <li><a href="{{ model.address }}">{{ model.title }}</a>{% if model.addAddress %}<a class="add" href="{{ model.addAddress }}">Add</a>{% endif %}</li>
      {% endfor %}
    </ul>
    {% else %}
    <p class="empty">There is nothing that you may see. Ask for permissions.</p>
    {% endfor %}
  </section>
  <section aria-label="Recent activity">
    <h2>Recent activity</h2>
    {% if entries %}{{ log_list(entries, true) }}{% else %}<p class="soft">Nothing was changed yet.</p>{% endif %}
  </section>
</div>
{% endblock %}
`;

const list = `{% extends "admin/base.html" %}
{% block content %}
<div class="head">
  <h1>{{ title }} <small>{{ list.total|intcomma }} {{ noun }}</small></h1>
  <div class="tools">
    {% if list.total %}<a href="{{ export_address("csv") }}">CSV</a> <a href="{{ export_address("json") }}">JSON</a>{% endif %}
    {% if allowed.add %}<a class="button" href="{{ url_for(".add", place) }}">Add</a>{% endif %}
  </div>
</div>
{% if can_search %}
<form class="search" role="search">
  {% for name, value in query.filters|items %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}
  <label class="hidden" for="q">Search {{ title }}</label>
  <input type="search" id="q" name="q" value="{{ query.words }}" placeholder="Search" maxlength="200"{% if search_help %} aria-describedby="q_help"{% endif %}>
  <button>Search</button>
  {% if filtered %}<a href="?">Clear all</a>{% endif %}
  {% if search_help %}<p class="soft" id="q_help">{{ search_help }}</p>{% endif %}
</form>
{% endif %}
<div class="list{% if list.filters %} has-filters{% endif %}">
  <form method="post" action="{{ here }}" class="rows" data-list>
    {{ csrf_input() }}
    {% if list.rows %}
    <div class="scroll" tabindex="0" role="region" aria-label="{{ title }}">
    <table>
      <thead>
        <tr>
          {% if actions %}<th class="tick" scope="col"><input type="checkbox" data-tick-all aria-label="Tick all on this page" hidden></th>{% endif %}
          {% for column in list.columns %}
          <th scope="col"{% if column.isNumber %} class="number"{% endif %}{% if column.sorted %} aria-sort="{{ column.sorted }}"{% endif %}>
            {%- if column.sortAddress %}<a href="{{ column.sortAddress }}">{{ column.label }}{% if column.sorted %}<span class="sort" aria-hidden="true"> {{ "↑" if column.sorted == "ascending" else "↓" }}{% if column.sortPlace %}{{ column.sortPlace }}{% endif %}</span>{% endif %}</a>{% else %}{{ column.label }}{% endif -%}
          </th>
          {% endfor %}
        </tr>
      </thead>
      <tbody>
        {% for row in list.rows %}
        <tr>
          {% if actions %}<td class="tick"><input type="checkbox" name="row" value="{{ row.key }}" aria-label="Tick {{ row.text }}"></td>{% endif %}
          {% for cell in row.cells %}
          <td class="{{ cell.kind }}">{% if cell.isLink %}<a href="{{ change_address(row.key) }}">{{ cell.text }}</a>{% elif cell.kind == "yes" %}<span class="yes">✓<span class="hidden"> Yes</span></span>{% elif cell.kind == "no" %}<span class="no">✗<span class="hidden"> No</span></span>{% else %}{{ cell.text }}{% endif %}</td>
          {% endfor %}
        </tr>
        {% endfor %}
      </tbody>
    </table>
    </div>
    {% if actions %}
    <div class="actions">
      <label class="hidden" for="action">With the ticked rows</label>
      <select id="action" name="action">{% for action in actions %}<option value="{{ action.name }}">{{ action.label }}</option>{% endfor %}</select>
      <button>Go</button>
      {% if list.pages > 1 %}<label class="all"><input type="checkbox" name="all" value="yes"> all {{ list.total|intcomma }} that fit</label>{% endif %}
    </div>
    {% endif %}
    {% else %}
    <p class="empty">{% if filtered %}Nothing fits. <a href="?">Show all</a>{% else %}There is nothing here yet.{% if allowed.add %} <a href="{{ url_for(".add", place) }}">Add the first</a>{% endif %}{% endif %}</p>
    {% endif %}
    {% if list.pages > 1 %}
    <nav class="pages" aria-label="Pages">
      {% if previous %}<a href="{{ first }}">First</a> <a rel="prev" href="{{ previous }}">← Previous</a>{% endif %}
      <span>Page {{ list.page|intcomma }} of {{ list.pages|intcomma }}</span>
      {% if next %}<a rel="next" href="{{ next }}">Next →</a> <a href="{{ last }}">Last</a>{% endif %}
    </nav>
    {% endif %}
  </form>
  {% if list.filters %}
  <aside aria-label="Filters">
    {% for filter in list.filters %}
    <details class="filter"{% if loop.index <= 3 or filter.chosen %} open{% endif %}>
      <summary>{{ filter.label }}</summary>
      <ul>
        <li><a href="{{ filter.allAddress }}"{% if not filter.chosen %} aria-current="true"{% endif %}>All</a></li>
        {% for choice in filter.choices %}
        <li><a href="{{ choice.address }}"{% if choice.isChosen %} aria-current="true"{% endif %}><span>{{ choice.label }}</span> <span class="count">{{ choice.count|intcomma }}</span></a></li>
        {% endfor %}
      </ul>
    </details>
    {% endfor %}
  </aside>
  {% endif %}
</div>
{% endblock %}
`;

const form = `{% extends "admin/base.html" %}
{% block content %}
<div class="head">
  <h1>{{ title }}</h1>
  <div class="tools">
    {% if history %}<a href="{{ history }}">History</a>{% endif %}
    {% if remove %}<a class="danger" href="{{ remove }}">Delete</a>{% endif %}
  </div>
</div>
{% if theirs %}
<section class="conflict" role="alert">
  <h2>Somebody else changed this while you were at it</h2>
  <p>Nothing of yours is lost: it stands in the form below. Compare it with what is saved now, and save again.</p>
  <dl class="changes">{% for field in theirs %}<div><dt>{{ field.label }}</dt><dd>{{ field.text }}</dd></div>{% endfor %}</dl>
</section>
{% endif %}
<form method="post" class="card" enctype="{{ form.enctype }}" data-prepopulated="{{ prepopulated if is_new else "{}" }}" novalidate>
  {{ csrf_input() }}
  <input type="hidden" name="_version" value="{{ version }}">
  {{ form.errorSummary }}
  {% for set in sets %}
  {% if set.title %}<details class="set"{% if not set.isCollapsed %} open{% endif %}><summary><h2>{{ set.title }}</h2></summary>{% endif %}
  {% if set.description %}<p class="soft">{{ set.description }}</p>{% endif %}
  {% for part in set.parts %}
  {% if part.field %}
  {{ part.field.group }}
  {% else %}
  <dl class="only"><dt>{{ part.label }}</dt><dd>{{ part.text }}</dd></dl>
  {% endif %}
  {% endfor %}
  {% if set.title %}</details>{% endif %}
  {% endfor %}
  {% if may_write %}
  <div class="submit">
    <button name="_then" value="">Save</button>
    <button class="quiet" name="_then" value="continue">Save and continue editing</button>
    {% if allowed.add %}<button class="quiet" name="_then" value="add">Save and add another</button>{% endif %}
  </div>
  {% endif %}
</form>
{% endblock %}
`;

const along = `{% macro show_along(along) %}
{% if along.held %}
<section class="conflict" role="alert">
  <h2>It cannot be deleted</h2>
  <p>These point at it and hold it. Delete or change them first.</p>
  <ul>{% for kind in along.held %}<li><strong>{{ kind.count|intcomma }} {{ kind.label }}</strong>: {{ kind.examples|join(", ") }}{% if kind.count > kind.examples|length %} …{% endif %}</li>{% endfor %}</ul>
</section>
{% endif %}
{% if along.along %}
<p>These would be deleted along with it:</p>
<ul class="along">{% for kind in along.along %}<li><strong>{{ kind.count|intcomma }} {{ kind.label }}</strong>: {{ kind.examples|join(", ") }}{% if kind.count > kind.examples|length %} …{% endif %}</li>{% endfor %}</ul>
{% endif %}
{% if along.unlinked %}
<p>These would stay and lose their link to it:</p>
<ul class="along">{% for kind in along.unlinked %}<li><strong>{{ kind.count|intcomma }} {{ kind.label }}</strong></li>{% endfor %}</ul>
{% endif %}
{% endmacro %}
`;

const remove = `{% extends "admin/base.html" %}
{% from "admin/_along.html" import show_along %}
{% block content %}
<h1>{{ title }}?</h1>
<div class="card">
  {{ show_along(along) }}
  {% if not along.held %}
  <p>The {{ noun }} “{{ text }}” will be gone for good.</p>
  <form method="post" class="submit">{{ csrf_input() }}<button class="danger">Delete</button> <a href="{{ crumbs[-1].address }}">Keep it</a></form>
  {% endif %}
</div>
{% endblock %}
`;

const confirm = `{% extends "admin/base.html" %}
{% from "admin/_along.html" import show_along %}
{% block content %}
<h1>{{ title }}?</h1>
<div class="card">
  <ul class="along">{% for text in examples %}<li>{{ text }}</li>{% endfor %}{% if more > 0 %}<li class="soft">and {{ more|intcomma }} more</li>{% endif %}</ul>
  {% if along %}{{ show_along(along) }}{% if guessed %}<p class="soft">Counted for the first 2,000 rows.</p>{% endif %}{% endif %}
  {% if not along or not along.held %}
  <form method="post" class="submit" action="{{ url_for(".list", request.params) }}{{ here }}">
    {{ csrf_input() }}
    <input type="hidden" name="action" value="{{ action.name }}"><input type="hidden" name="confirmed" value="yes">
    {% if all %}<input type="hidden" name="all" value="yes">{% else %}{% for key in keys %}<input type="hidden" name="row" value="{{ key }}">{% endfor %}{% endif %}
    <button{% if action.name == "delete" %} class="danger"{% endif %}>{{ action.label }}</button> <a href="{{ crumbs[-1].address }}">Leave all as it is</a>
  </form>
  {% endif %}
</div>
{% endblock %}
`;

const history = `{% extends "admin/base.html" %}
{% from "admin/_log.html" import log_list %}
{% block content %}
<h1>{{ title }}</h1>
<div class="card">{% if entries %}{{ log_list(entries, false) }}{% else %}<p class="soft">Nothing was changed here in the admin yet.</p>{% endif %}</div>
{% endblock %}
`;

/** The templates, by name. */
export const adminTemplates: Readonly<Record<string, string>> = {
  "admin/base.html": base,
  "admin/home.html": home,
  "admin/list.html": list,
  "admin/form.html": form,
  "admin/delete.html": remove,
  "admin/confirm.html": confirm,
  "admin/history.html": history,
  "admin/_log.html": log,
  "admin/_along.html": along,
};

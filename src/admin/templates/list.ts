// Holds the templates of a list and of the question before an action.

const list = `{% extends "admin/base.html" %}
{% from "admin/_views.html" import show_views with context %}
{% block content %}
<div class="head">
  <h1>{{ title }} <small>{{ number(list.total) }} {{ noun }}</small></h1>
  <div class="tools">
    {% if export_address and list.total %}<a href="{{ export_address }}">{{ t("Export") }}</a>{% endif %}
    {% if allowed.add %}<a class="button" href="{{ url_for(".add", place) }}">{{ t("Add") }}</a>{% endif %}
  </div>
</div>
{{ show_views(views) }}
{% if can_search %}
<form class="search" role="search">
  {% for name, value in query.filters|items %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}
  <label class="hidden" for="q">{{ t("Search {list}", {"list": title}) }}</label>
  <input type="search" id="q" name="q" value="{{ query.words }}" placeholder="{{ t("Search") }}" maxlength="200"{% if search_help %} aria-describedby="q_help"{% endif %}>
  <button>{{ t("Search") }}</button>
  {% if filtered %}<a href="?">{{ t("Clear all") }}</a>{% endif %}
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
          {% if actions %}<th class="tick" scope="col"><input type="checkbox" data-tick-all aria-label="{{ t("Tick all on this page") }}" hidden></th>{% endif %}
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
          {% if actions %}<td class="tick"><input type="checkbox" name="row" value="{{ row.key }}" aria-label="{{ t("Tick {row}", {"row": row.text}) }}"></td>{% endif %}
          {% for cell in row.cells %}
          <td class="{{ cell.kind }}">{% if cell.isLink %}<a href="{{ change_address(row.key) }}">{{ cell.text }}</a>{% elif cell.kind == "yes" %}<span class="yes">✓<span class="hidden"> {{ t("Yes") }}</span></span>{% elif cell.kind == "no" %}<span class="no">✗<span class="hidden"> {{ t("No") }}</span></span>{% else %}{{ cell.text }}{% endif %}</td>
          {% endfor %}
        </tr>
        {% endfor %}
      </tbody>
    </table>
    </div>
    {% if actions %}
    <div class="actions">
      <label class="hidden" for="action">{{ t("With the ticked rows") }}</label>
      <select id="action" name="action">{% for action in actions %}<option value="{{ action.name }}">{{ action.label }}</option>{% endfor %}</select>
      <button>{{ t("Go") }}</button>
      {% if list.pages > 1 %}<label class="all"><input type="checkbox" name="all" value="yes"> {{ tn("the {count} that fits", "all {count} that fit", list.total) }}</label>{% endif %}
    </div>
    {% endif %}
    {% else %}
    <p class="empty">{% if filtered %}{{ t("Nothing fits.") }} <a href="?">{{ t("Show all") }}</a>{% else %}{{ t("There is nothing here yet.") }}{% if allowed.add %} <a href="{{ url_for(".add", place) }}">{{ t("Add the first") }}</a>{% endif %}{% endif %}</p>
    {% endif %}
    {% if list.pages > 1 %}
    <nav class="pages" aria-label="{{ t("Pages") }}">
      {% if previous %}<a href="{{ first }}">{{ t("First") }}</a> <a rel="prev" href="{{ previous }}">{{ t("← Previous") }}</a>{% endif %}
      <span>{{ t("Page {page} of {pages}", {"page": number(list.page), "pages": number(list.pages)}) }}</span>
      {% if next %}<a rel="next" href="{{ next }}">{{ t("Next →") }}</a> <a href="{{ last }}">{{ t("Last") }}</a>{% endif %}
    </nav>
    {% endif %}
  </form>
  {% if list.filters %}
  <aside aria-label="{{ t("Filters") }}">
    {% for filter in list.filters %}
    <details class="filter"{% if loop.index <= 3 or filter.chosen %} open{% endif %}>
      <summary>{{ filter.label }}</summary>
      <ul>
        <li><a href="{{ filter.allAddress }}"{% if not filter.chosen %} aria-current="true"{% endif %}>{{ t("All") }}</a></li>
        {% for choice in filter.choices %}
        <li><a href="{{ choice.address }}"{% if choice.isChosen %} aria-current="true"{% endif %}><span>{{ choice.label }}</span> <span class="count">{{ number(choice.count) }}</span></a></li>
        {% endfor %}
      </ul>
    </details>
    {% endfor %}
  </aside>
  {% endif %}
</div>
{% endblock %}
`;

const confirm = `{% extends "admin/base.html" %}
{% from "admin/_along.html" import show_along with context %}
{% block content %}
<h1>{{ title }}?</h1>
<div class="card">
  <ul class="along">{% for text in examples %}<li>{{ text }}</li>{% endfor %}{% if more > 0 %}<li class="soft">{{ tn("and {count} more", "and {count} more", more) }}</li>{% endif %}</ul>
  {% if along %}{{ show_along(along) }}{% if guessed %}<p class="soft">{{ t("Counted for the first {count} rows.", {"count": number(2000)}) }}</p>{% endif %}{% endif %}
  {% if not along or not along.held %}
  <form method="post" class="submit" action="{{ url_for(".list", request.params) }}{{ here }}">
    {{ csrf_input() }}
    <input type="hidden" name="action" value="{{ action.name }}"><input type="hidden" name="confirmed" value="yes">
    {% if all %}<input type="hidden" name="all" value="yes">{% else %}{% for key in keys %}<input type="hidden" name="row" value="{{ key }}">{% endfor %}{% endif %}
    <button{% if action.name == "delete" %} class="danger"{% endif %}>{{ action.label }}</button> <a href="{{ crumbs[-1].address }}">{{ t("Leave all as it is") }}</a>
  </form>
  {% endif %}
</div>
{% endblock %}
`;

/** The templates, by name. */
export const listTemplates: Readonly<Record<string, string>> = {
  "admin/list.html": list,
  "admin/confirm.html": confirm,
};

// Holds the template of a list: what stands over the rows, the rows, and what leads to others.

// What lies in #list is exchanged by htmx when it is searched, filtered, sorted or paged; the words that are being typed stay.
export const listPage = `{% extends "admin/base_site.html" %}
{% from "admin/_views.html" import show_views with context %}
{% from "admin/_table.html" import show_table, action_bar with context %}
{% from "admin/_filters.html" import show_filters with context %}
{% block content %}
<div id="list" hx-target:inherited="#list" hx-select:inherited="#list" hx-swap:inherited="outerMorph" data-said="{{ said }}">
<div class="head">
  <h1>{{ title }} <small>{% if list.isAbout %}{{ t("about {count}", {"count": number(list.total)}) }}{% else %}{{ number(list.total) }}{% endif %} {{ noun }}{% if list.full %} {% if list.full.isAbout %}{{ t("of about {count}", {"count": number(list.full.count)}) }}{% else %}{{ t("of {count}", {"count": number(list.full.count)}) }}{% endif %}{% endif %}</small></h1>
  <div class="tools">
    {% if list.choosable|length > 1 %}
    <details class="columns"><summary>{{ t("Columns") }}</summary>
      <form method="get" class="panel" hx-boost="true">
        {% for name, value in pairs_without.columns %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}
        <fieldset><legend class="hidden">{{ t("Columns") }}</legend>
        {% for column in list.choosable %}<label><input type="checkbox" name="_columns" value="{{ column.name }}"{% if column.isShown %} checked{% endif %}> {{ column.label }}</label>{% endfor %}
        </fieldset>
        <button class="quiet">{{ t("Show these") }}</button>
      </form>
    </details>
    {% endif %}
    {% if import_address %}<a href="{{ import_address }}">{{ t("Import") }}</a>{% endif %}
    {% if export_address and list.total %}<a href="{{ export_address }}">{{ t("Export") }}</a>{% endif %}
    {% if allowed.add %}<a class="button" href="{{ url_for(".add", place) }}{{ kept }}">{{ t("Add") }}</a>{% endif %}
  </div>
</div>
{{ show_views(views) }}
{% if can_search %}
<form class="search" role="search" hx-get="{{ url_for(".list", place) }}" hx-trigger="submit, input changed delay:250ms from:#q" hx-push-url="true" hx-sync="this:replace">
  {% for name, value in pairs_without.words %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}
  <label class="hidden" for="q">{{ t("Search {list}", {"list": title}) }}</label>
  <input type="search" id="q" name="q" value="{{ query.words }}" placeholder="{{ t("Search") }}" maxlength="200" autocomplete="off"{% if search_help %} aria-describedby="q_help"{% endif %}>
  <button class="quiet">{{ t("Search") }}</button>
  {% if search_help %}<p class="soft" id="q_help">{{ search_help }}</p>{% endif %}
</form>
{% endif %}
{% if list.dates %}
<nav class="dates" aria-label="{{ t("Dates") }}" hx-boost:inherited="true">
  {% for step in list.dates.path %}{% if loop.last %}<strong aria-current="true">{{ step.label }}</strong>{% else %}<a href="{{ step.address }}">{{ step.label }}</a> <span aria-hidden="true">›</span> {% endif %}{% endfor %}
  {% if list.dates.steps %}<ul>{% for step in list.dates.steps %}<li><a href="{{ step.address }}">{{ step.label }} <span class="count">{{ number(step.count) }}</span></a></li>{% endfor %}</ul>{% endif %}
</nav>
{% endif %}
{% if chips %}
<ul class="active-filters" aria-label="{{ t("What is filtered by") }}" hx-boost:inherited="true">
  {% for chip in chips %}<li><span class="soft">{{ chip.title }}</span> {{ chip.text }} <a href="{{ chip.address }}" aria-label="{{ t("Without {filter}", {"filter": chip.title ~ ": " ~ chip.text}) }}">×</a></li>{% endfor %}
  <li class="clear"><a href="{{ clear_address }}">{{ t("Clear all") }}</a></li>
</ul>
{% endif %}
<div class="list{% if list.filters %} has-filters{% endif %}">
  <form method="post" action="{{ here }}" class="rows" data-list novalidate>
    {{ csrf_input() }}
    {% if can_edit %}<button class="hidden" name="_save" value="1" tabindex="-1" aria-hidden="true">{{ t("Save changes") }}</button>{% endif %}
    {% if edit_errors %}<div class="message error" role="alert"><p>{{ edit_errors }}</p></div>{% endif %}
    {% if list.rows %}
    {% if actions_on_top %}{{ action_bar("top") }}{% endif %}
    {{ show_table() }}
    {% if can_edit %}<div class="save-bar"><button name="_save" value="1" data-save>{{ t("Save changes") }}</button></div>{% endif %}
    {% if actions_on_bottom %}{{ action_bar("bottom") }}{% endif %}
    {% else %}
    <p class="empty">{% if filtered %}{{ t("Nothing fits.") }} <a href="{{ clear_address }}">{{ t("Show all") }}</a>{% else %}{{ t("There is nothing here yet.") }}{% if allowed.add %} <a href="{{ url_for(".add", place) }}{{ kept }}">{{ t("Add the first") }}</a>{% endif %}{% endif %}</p>
    {% endif %}
    {% if list.pages > 1 or list.allAddress %}
    <nav class="pages" aria-label="{{ t("Pages") }}" hx-boost:inherited="true">
      {% if list.pages > 1 %}
      {% if previous %}<a href="{{ first }}">{{ t("First") }}</a> <a rel="prev" id="page-previous" href="{{ previous }}">{{ t("← Previous") }}</a>{% endif %}
      <span>{{ t("Page {page} of {pages}", {"page": number(list.page), "pages": number(list.pages)}) }}</span>
      {% if next %}<a rel="next" id="page-next" href="{{ next }}">{{ t("Next →") }}</a> <a href="{{ last }}">{{ t("Last") }}</a>{% endif %}
      {% endif %}
      {% if list.allAddress %}<a href="{{ list.allAddress }}">{% if list.isAll %}{{ t("In pages") }}{% else %}{{ t("All on one page") }}{% endif %}</a>{% endif %}
    </nav>
    {% endif %}
  </form>
  {% if list.filters %}{{ show_filters() }}{% endif %}
</div>
</div>
<p class="hidden" role="status" id="list-said"></p>
{% endblock %}
`;

// Collects the templates of lists, and holds that of the question before an action.
import { filters } from "./filters.ts";
import { listPage } from "./page.ts";
import { table } from "./table.ts";

const confirm = `{% extends "admin/base_site.html" %}
{% from "admin/_along.html" import show_along with context %}
{% block content %}
<h1>{{ title }}?</h1>
<div class="card">
  <ul class="along">{% for text in examples %}<li>{{ text }}</li>{% endfor %}{% if more > 0 %}<li class="soft">{{ tn("and {count} more", "and {count} more", more) }}</li>{% endif %}</ul>
  {% if along %}{{ show_along(along) }}{% if guessed %}<p class="soft">{{ t("Counted for the first {count} rows.", {"count": number(2000)}) }}</p>{% endif %}{% endif %}
  {% if not along or (not along.held and not along.refused) %}
  <form method="post"{% if not form %} class="submit"{% endif %} action="{{ url_for(".list", request.params) }}{{ here }}"{% if form %} novalidate{% endif %}>
    {{ csrf_input() }}
    <input type="hidden" name="action" value="{{ action.name }}"><input type="hidden" name="confirmed" value="yes">
    {% if all %}<input type="hidden" name="all" value="yes">{% else %}{% for key in keys %}<input type="hidden" name="row" value="{{ key }}">{% endfor %}{% endif %}
    {% if form %}{{ form.errorSummary }}{% for field in form %}{{ field.group }}{% endfor %}<div class="submit">{% endif %}
    <button{% if action.name == "delete" %} class="danger"{% endif %}>{{ action.label }}</button> <a href="{{ crumbs[-1].address }}">{{ t("Leave all as it is") }}</a>
    {% if form %}</div>{% endif %}
  </form>
  {% endif %}
</div>
{% endblock %}
`;

/** The templates, by name. */
export const listTemplates: Readonly<Record<string, string>> = {
  "admin/list.html": listPage,
  "admin/_table.html": table,
  "admin/_filters.html": filters,
  "admin/confirm.html": confirm,
};

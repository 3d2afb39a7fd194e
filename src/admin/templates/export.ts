// Holds the template of the page where an export is put together.

const page = `{% extends "admin/base_site.html" %}
{% block content %}
<h1>{{ title }}</h1>
<form class="card" action="{{ formats[0].address }}">
  {% if query.words %}<input type="hidden" name="q" value="{{ query.words }}">{% endif %}
  {% for name, value in query.filters|items %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}
  {% for key in keys %}<input type="hidden" name="row" value="{{ key }}">{% endfor %}
  <fieldset class="choices">
    <legend>{{ t("Rows") }}</legend>
    {% for scope in scopes %}
    <label><input type="radio" name="rows" value="{{ scope.value }}"{% if loop.first %} checked{% endif %}> {{ scope.label }} <span class="soft">{{ number(scope.count) }}</span></label>
    {% endfor %}
  </fieldset>
  {% for group in groups %}
  <fieldset class="choices columns">
    <legend>{{ group.title or t("Columns") }}</legend>
    {% for column in group.columns %}
    <label><input type="checkbox" name="column" value="{{ column.name }}"{% if not group.title %} checked{% endif %}> {{ column.label }}</label>
    {% endfor %}
  </fieldset>
  {% endfor %}
  <fieldset class="choices">
    <legend>{{ t("Headings") }}</legend>
    <label><input type="radio" name="headings" value="names" checked> {{ t("Names of fields, as an import reads them") }}</label>
    <label><input type="radio" name="headings" value="labels"> {{ t("Labels, for people") }}</label>
  </fieldset>
  <div class="submit">
    {% for format in formats %}<button{% if not loop.first %} class="quiet"{% endif %} formaction="{{ format.address }}">{{ format.label }}</button>{% endfor %}
  </div>
</form>
{% endblock %}
`;

/** The templates, by name. */
export const exportTemplates: Readonly<Record<string, string>> = { "admin/export.html": page };

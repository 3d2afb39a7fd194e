// Holds the templates of inlines: tables and cards of rows, what is nested in them, and what somebody else changed.

const inlines = `{% from "admin/_fields.html" import show_set, show_part with context %}
{% macro show_inlines(inlines) %}
{% for inline in inlines %}
{% if inline.template %}{% include inline.template %}{% else %}{{ show_inline(inline) }}{% endif %}
{% endfor %}
{% endmacro %}

{% macro show_inline(inline) %}
<div role="group" class="inline-set {{ "as-table" if inline.isTabular else "as-cards" }}{% if inline.classes %} {{ inline.classes }}{% endif %}" id="{{ inline.id }}" aria-labelledby="{{ inline.id }}-title"
  {%- if inline.management %} data-inline="{{ inline.prefix }}" data-most="{{ inline.most }}" data-noun="{{ inline.noun }}" data-fill="{{ inline.prepopulated }}"{% if inline.isQuiet %} data-quiet{% endif %}{% endif %}>
  <details{% if not inline.isCollapsed %} open{% endif %}>
  <summary><h2 id="{{ inline.id }}-title">{{ inline.title }}</h2></summary>
  {% if inline.management %}{{ inline.management }}{% endif %}
  {% if inline.errors %}<ul class="form-errors">{% for text in inline.errors %}<li>{{ text }}</li>{% endfor %}</ul>{% endif %}
  {% if inline.isTabular %}
  <table class="inline-rows"{% if not inline.rows %} hidden{% endif %}>
    <thead><tr>
      {% for column in inline.columns %}<th scope="col">{{ column.label }}{% if column.isRequired %}<span class="must" aria-hidden="true"> *</span>{% endif %}</th>{% endfor %}
      {% if inline.isSortable %}<th scope="col" class="place">{{ t("Order") }}</th>{% endif %}
      <th scope="col" class="do"><span class="hidden">{{ t("Actions") }}</span></th>
    </tr></thead>
    {% for row in inline.rows %}{{ table_row(inline, row) }}{% endfor %}
  </table>
  {% else %}
  <div class="inline-rows">{% for row in inline.rows %}{{ card_row(inline, row) }}{% endfor %}</div>
  {% endif %}
  {% if not inline.rows %}<p class="soft inline-none">{{ t("There is nothing here yet.") }}</p>{% endif %}
  {% if inline.empty %}
  <template>{% if inline.isTabular %}{{ table_row(inline, inline.empty) }}{% else %}{{ card_row(inline, inline.empty) }}{% endif %}</template>
  <p class="inline-more"><button type="submit" class="quiet" name="{{ inline.addName }}" value="1" formnovalidate data-more>{{ t("Add another {noun}", {"noun": inline.noun}) }}</button></p>
  {% endif %}
  </details>
</div>
{% endmacro %}

{% macro row_tools(inline, row) %}
{% if row.address %}<a class="open-row" href="{{ row.address }}">{{ t("Open") }}<span class="hidden"> {{ row.label }}</span></a>{% endif %}
{% if row.deletion %}<label class="row-drop"><input type="checkbox" name="{{ row.deletion.htmlName }}" id="{{ row.deletion.id }}" value="on"{% if row.isDeleted %} checked{% endif %} data-drop> {{ t("Delete") }}<span class="hidden"> {{ row.label }}</span></label>{% endif %}
{% endmacro %}

{% macro row_order(row) %}
{% if row.order %}<span class="order"><label class="hidden" for="{{ row.order.id }}">{{ t("Place of {row}", {"row": row.label}) }}</label>{{ row.order }}{{ row.order.errors }}</span>{% endif %}
{% endmacro %}

{% macro row_errors(row) %}
{% if row.errors %}<ul class="form-errors">{% for text in row.errors %}<li>{{ text }}</li>{% endfor %}</ul>{% endif %}
{% endmacro %}

{% macro table_row(inline, row) %}
<tbody class="inline-row{% if row.isNew %} is-new{% endif %}{% if row.isEmpty %} is-empty{% endif %}" id="{{ row.id }}"{% if row.prefix %} data-at="{{ row.prefix }}"{% endif %} data-row="{{ row.label }}"{% if row.isDeleted %} data-dropped{% endif %}>
  {% if row.errors %}<tr class="row-errors"><td colspan="{{ inline.columns|length + (2 if inline.isSortable else 1) }}">{{ row_errors(row) }}</td></tr>{% endif %}
  <tr>
    {% for cell in row.cells %}
    <td>{% if cell %}{{ show_part(cell) }}{% endif %}</td>
    {% endfor %}
    {% if inline.isSortable %}<td class="place">{{ row_order(row) }}</td>{% endif %}
    <td class="do">{{ row.hidden }}{{ row_tools(inline, row) }}</td>
  </tr>
  {% if row.nested %}<tr class="nested"><td colspan="{{ inline.columns|length + (2 if inline.isSortable else 1) }}">{{ show_inlines(row.nested) }}</td></tr>{% endif %}
</tbody>
{% endmacro %}

{% macro card_row(inline, row) %}
<div role="group" class="inline-row inline-card{% if row.isNew %} is-new{% endif %}{% if row.isEmpty %} is-empty{% endif %}" id="{{ row.id }}"{% if row.prefix %} data-at="{{ row.prefix }}"{% endif %} aria-label="{{ row.label }}" data-row="{{ row.label }}"{% if row.isDeleted %} data-dropped{% endif %}>
  <header><h3>{{ row.label }}</h3>{{ row_order(row) }}<div class="do">{{ row_tools(inline, row) }}</div></header>
  <div class="inline-body">
  {{ row.hidden }}
  {{ row_errors(row) }}
  {% for set in row.sets %}{{ show_set(set) }}{% endfor %}
  {{ show_inlines(row.nested) }}
  </div>
</div>
{% endmacro %}

{% macro show_conflicts(conflicts) %}
{% for conflict in conflicts %}
<h3>{% if conflict.address %}<a href="{{ conflict.address }}">{{ conflict.title }}</a>{% else %}{{ conflict.title }}{% endif %}</h3>
{% if conflict.kind == "deleted" %}
<p>{{ t("It was deleted. What you wrote stands below, marked as deleted: take the mark away to add it again.") }}</p>
{% elif conflict.kind == "added" %}
<p>{{ t("It was added, and stands below.") }}</p>
{% elif conflict.fields %}
<p>{{ t("It was changed. Where you wrote something else, it says now:") }}</p>
<dl class="changes">{% for field in conflict.fields %}<div><dt>{{ field.label }}</dt><dd>{{ field.text }}</dd></div>{% endfor %}</dl>
{% else %}
<p>{{ t("It was changed to what you wrote.") }}</p>
{% endif %}
{% endfor %}
{% endmacro %}
`;

/** The templates, by name. */
export const inlineTemplates: Readonly<Record<string, string>> = { "admin/_inlines.html": inlines };

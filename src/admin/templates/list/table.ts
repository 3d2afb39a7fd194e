// Holds the templates of the rows of a list and of what can be done to those that are ticked.

export const table = `{% macro show_table() %}
<div class="scroll" tabindex="0" role="region" aria-label="{{ title }}">
<table>
  <thead>
    <tr hx-boost:inherited="true">
      {% if actions %}<th class="tick" scope="col"><input type="checkbox" data-tick-all aria-label="{{ t("Tick all on this page") }}" hidden></th>{% endif %}
      {% for column in list.columns %}
      <th scope="col"{% if column.isNumber %} class="number"{% endif %}{% if column.sorted %} aria-sort="{{ column.sorted }}"{% endif %}>
        {%- if column.sortAddress %}<a id="sort-{{ column.name }}" href="{{ column.sortAddress }}">{{ column.label }}{% if column.sorted %}<span class="sort" aria-hidden="true"> {{ "↑" if column.sorted == "ascending" else "↓" }}{% if column.sortPlace %}{{ column.sortPlace }}{% endif %}</span>{% endif %}</a>{% if column.unsortAddress %} <a class="unsort" href="{{ column.unsortAddress }}" aria-label="{{ t("Do not sort by {column}", {"column": column.label}) }}">×</a>{% endif %}{% else %}{{ column.label }}{% endif -%}
      </th>
      {% endfor %}
    </tr>
  </thead>
  <tbody>
    {% for row in list.rows %}
    <tr{% if row.edit %} data-edit="{{ row.key }}"{% endif %}>
      {% if actions %}<td class="tick"><input type="checkbox" name="row" value="{{ row.key }}" aria-label="{{ t("Tick {row}", {"row": row.text}) }}">{% if row.edit %}<input type="hidden" name="_key" value="{{ row.key }}"><input type="hidden" name="_version-{{ row.key }}" value="{{ row.edit.version }}">{% endif %}</td>{% endif %}
      {% for cell in row.cells %}
      <td class="{{ cell.kind }}{% if cell.text|length <= 18 %} short{% endif %}">{% if loop.first and not actions and row.edit %}<input type="hidden" name="_key" value="{{ row.key }}"><input type="hidden" name="_version-{{ row.key }}" value="{{ row.edit.version }}">{% endif %}{% if row.edit and row.edit.controls[cell.name] %}{{ row.edit.controls[cell.name] }}{% elif cell.isLink %}<a href="{{ row_address(row.key) }}">{% if cell.kind == "image" %}<img src="{{ cell.text }}" alt="{{ row.text }}" loading="lazy">{% elif cell.html %}{{ cell.html }}{% else %}{{ cell.text }}{% endif %}</a>{% elif cell.kind == "yes" %}<span class="yes">✓<span class="hidden"> {{ t("Yes") }}</span></span>{% elif cell.kind == "no" %}<span class="no">✗<span class="hidden"> {{ t("No") }}</span></span>{% elif cell.kind == "image" %}<img src="{{ cell.text }}" alt="" loading="lazy">{% elif cell.kind == "link" %}<a href="{{ cell.text }}" rel="noreferrer">{{ cell.text }}</a>{% elif cell.html %}{{ cell.html }}{% else %}{{ cell.text }}{% endif %}</td>
      {% endfor %}
    </tr>
    {% if row.edit and row.edit.errors %}<tr class="row-errors"><td colspan="{{ list.columns|length + (1 if actions else 0) }}" role="alert">{{ row.edit.errors }}</td></tr>{% endif %}
    {% endfor %}
  </tbody>
  {% if list.totals %}
  <tfoot><tr>{% if actions %}<td></td>{% endif %}{% for total in list.totals %}{% if total %}<td class="{{ total.kind }}">{{ total.text }}</td>{% elif loop.first %}<th scope="row">{{ t("Total") }}</th>{% else %}<td></td>{% endif %}{% endfor %}</tr></tfoot>
  {% endif %}
</table>
</div>
{% endmacro %}
{% macro action_bar(where) %}
{% if actions %}
<div class="actions {{ where }}">
  <label class="hidden" for="action{{ "-top" if where == "top" else "" }}">{{ t("With the ticked rows") }}</label>
  <select id="action{{ "-top" if where == "top" else "" }}" name="action"{% if where == "top" and actions_on_bottom %} data-twin{% endif %}>{% if where == "top" and actions_on_bottom %}<option value="">{{ t("With the ticked rows") }} …</option>{% endif %}{% for action in actions %}<option value="{{ action.name }}">{{ action.label }}</option>{% endfor %}</select>
  <button>{{ t("Go") }}</button>
  {% if selection_counter %}<span class="soft" data-ticked aria-live="polite"></span>{% endif %}
  {% if list.pages > 1 %}<label class="all"><input type="checkbox" name="all" value="yes"> {{ tn("the {count} that fits", "all {count} that fit", list.total) }}</label>{% endif %}
</div>
{% endif %}
{% endmacro %}
`;

// Holds the template of what a list can be filtered by.

export const filters = `{% macro show_filters() %}
<aside aria-label="{{ t("Filters") }}" hx-boost:inherited="true">
  <details class="filters" open>
    <summary>{{ t("Filters") }}{% if chips %} <span class="badge">{{ number(chips|length) }}</span>{% endif %}</summary>
    <div class="filter-body">
    {% if list.facetsAddress %}<p class="facets"><a href="{{ list.facetsAddress }}">{% if list.hasFacets %}{{ t("Without counts") }}{% else %}{{ t("With counts") }}{% endif %}</a></p>{% endif %}
    {% for filter in list.filters %}
    <details class="filter" id="filter-{{ filter.name }}"{% if loop.index <= 3 or filter.isActive %} open{% endif %}>
      <summary>{{ filter.title }}</summary>
      {% if filter.choices %}
      <ul>
        <li><a href="{{ filter.allAddress }}"{% if not filter.isActive %} aria-current="true"{% endif %}>{{ t("All") }}</a></li>
        {% for choice in filter.choices %}
        <li><a href="{{ choice.address }}"{% if choice.isChosen %} aria-current="true"{% endif %}><span>{{ choice.label }}</span>{% if choice.count is defined %} <span class="count">{{ number(choice.count) }}</span>{% endif %}</a></li>
        {% endfor %}
      </ul>
      {% endif %}
      {% if filter.searched %}
      <form method="get" class="more">
        {% for name, value in all_pairs %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}
        <label class="hidden" for="find-{{ filter.name }}">{{ t("Search {list}", {"list": filter.title}) }}</label>
        <input id="find-{{ filter.name }}" name="{{ filter.name }}" placeholder="{{ t("Key") }}"{% if lookup_address(filter) %} data-filter-lookup="{{ lookup_address(filter) }}"{% endif %}>
        <button class="quiet">{{ t("Add") }}</button>
      </form>
      {% endif %}
      {% if filter.range %}
      <form method="get" class="range">
        {% for name, value in all_pairs %}{% if name != filter.range.fromName and name != filter.range.toName %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endif %}{% endfor %}
        <label><span class="soft">{{ t("From") }}</span> <input type="{{ filter.range.type }}" name="{{ filter.range.fromName }}" value="{{ filter.range.from }}"{% if filter.range.type == "number" %} step="any"{% endif %}></label>
        <label><span class="soft">{{ t("To") }}</span> <input type="{{ filter.range.type }}" name="{{ filter.range.toName }}" value="{{ filter.range.to }}"{% if filter.range.type == "number" %} step="any"{% endif %}></label>
        <button class="quiet">{{ t("Apply") }}</button>
      </form>
      {% endif %}
    </details>
    {% endfor %}
    </div>
  </details>
</aside>
{% endmacro %}
`;

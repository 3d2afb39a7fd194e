// Holds the templates of cards with numbers, charts and tables, and of pages of a project's own.

const cards = `{% macro show_cards(cards) %}
{% if cards %}
<div class="cards">
  {% for card in cards %}
  <div role="group" class="tile of-{{ card.kind }}{% if card.isWide %} wide{% endif %}" aria-label="{{ card.title }}">
    <h2>{{ card.title }}</h2>
    {% if card.hasFailed %}
    <p class="soft">{{ t("This could not be read. The log of the server tells why.") }}</p>
    {% elif card.kind == "number" %}
    <p class="figure">{% if card.address %}<a href="{{ card.address }}">{{ number(card.value) if card.value is number else card.value }}</a>{% else %}{{ number(card.value) if card.value is number else card.value }}{% endif %}</p>
    {% if card.note %}<p class="soft">{{ card.note }}</p>{% endif %}
    {% elif card.kind == "table" %}
    <div class="scroll" tabindex="0" role="region" aria-label="{{ card.title }}"><table>
      <thead><tr>{% for column in card.columns %}<th scope="col">{{ column }}</th>{% endfor %}</tr></thead>
      <tbody>{% for row in card.rows %}<tr>{% for cell in row %}<td{% if cell is number %} class="number"{% endif %}>{% if cell is mapping %}<a href="{{ cell.address }}">{{ cell.text }}</a>{% elif cell is number %}{{ number(cell) }}{% elif cell is none %}–{% else %}{{ cell }}{% endif %}</td>{% endfor %}</tr>{% endfor %}</tbody>
    </table></div>
    {% elif not card.points %}
    <p class="soft">{{ t("There is nothing to show yet.") }}</p>
    {% elif card.kind == "bars" %}
    <ul class="bars">
      {% for point in card.points %}
      <li><span class="name">{% if point.address %}<a href="{{ point.address }}">{{ point.label }}</a>{% else %}{{ point.label }}{% endif %}</span><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="10" rx="1"/><rect class="tone" width="{{ point.part }}" height="10" rx="1"/></svg><span class="amount">{{ number(point.value) }}</span></li>
      {% endfor %}
    </ul>
    {% elif card.kind == "line" %}
    <figure class="trend">
      <svg viewBox="0 0 600 140" preserveAspectRatio="none" aria-hidden="true"><polygon class="area" points="{{ card.area }}"/><polyline class="stroke" points="{{ card.line }}" vector-effect="non-scaling-stroke"/></svg>
      <figcaption><span>{{ card.points[0].label }}</span><span>{{ t("at most {number}", {"number": number(card.most)}) }}</span><span>{{ card.points[-1].label }}</span></figcaption>
    </figure>
    <details class="numbers"><summary>{{ t("As numbers") }}</summary><table><tbody>{% for point in card.points %}<tr><th scope="row">{% if point.address %}<a href="{{ point.address }}">{{ point.label }}</a>{% else %}{{ point.label }}{% endif %}</th><td class="number">{{ number(point.value) }}</td></tr>{% endfor %}</tbody></table></details>
    {% else %}
    <div class="donut">
      <svg viewBox="0 0 42 42" aria-hidden="true"><circle class="track" cx="21" cy="21" r="15.915"/>{% for point in card.points %}<circle class="part tone{{ point.tone }}" cx="21" cy="21" r="15.915" pathLength="100" stroke-dasharray="{{ point.part }} {{ 100 - point.part }}" stroke-dashoffset="{{ -point.start }}"/>{% endfor %}</svg>
      <ul>{% for point in card.points %}<li><span class="dot tone{{ point.tone }}" aria-hidden="true"></span>{% if point.address %}<a href="{{ point.address }}">{{ point.label }}</a>{% else %}<span>{{ point.label }}</span>{% endif %}<span class="amount">{{ number(point.value) }}</span></li>{% endfor %}</ul>
    </div>
    {% endif %}
  </div>
  {% endfor %}
</div>
{% endif %}
{% endmacro %}
`;

const page = `{% extends "admin/base_site.html" %}
{% from "admin/_cards.html" import show_cards with context %}
{% block content %}
<h1>{{ title }}</h1>
{{ show_cards(cards) }}
{% if body %}<div class="card">{{ body }}</div>{% endif %}
{% endblock %}
`;

/** The templates, by name. */
export const cardTemplates: Readonly<Record<string, string>> = {
  "admin/_cards.html": cards,
  "admin/page.html": page,
};

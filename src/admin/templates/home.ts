// Holds the template of the first page.

const home = `{% extends "admin/base_site.html" %}
{% from "admin/_log.html" import log_list with context %}
{% from "admin/_cards.html" import show_cards with context %}
{% block content %}
<h1>{{ title }}</h1>
{{ show_cards(cards) }}
<div class="home">
  <section aria-label="{{ t("Models") }}">
    <div class="groups">
    {% for group in menu %}
    <div class="group">
    <h2>{{ group.title }}</h2>
    <ul class="tiles">
      {% for model in group.models %}
      <li><a href="{{ model.address }}">{{ model.title }}</a>{% if model.addAddress %}<a class="add" href="{{ model.addAddress }}">{{ t("Add") }}</a>{% endif %}</li>
      {% endfor %}
    </ul>
    </div>
    {% else %}
    <p class="empty">{{ t("There is nothing that you may see. Ask for permissions.") }}</p>
    {% endfor %}
    </div>
  </section>
  <section aria-label="{{ t("Recent activity") }}">
    <h2>{{ t("Recent activity") }}</h2>
    {% if entries %}{{ log_list(entries, true) }}<p><a href="{{ url_for(".activity") }}">{{ t("All activity") }}</a></p>{% else %}<p class="soft">{{ t("Nothing was changed yet.") }}</p>{% endif %}
  </section>
</div>
{% endblock %}
`;

/** The templates, by name. */
export const homeTemplates: Readonly<Record<string, string>> = { "admin/home.html": home };

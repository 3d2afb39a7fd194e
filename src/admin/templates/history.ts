// Holds the template of an object's history.

const history = `{% extends "admin/base.html" %}
{% from "admin/_log.html" import log_list with context %}
{% block content %}
<h1>{{ title }}</h1>
<div class="card">{% if entries %}{{ log_list(entries, false) }}{% else %}<p class="soft">{{ t("Nothing was changed here in the admin yet.") }}</p>{% endif %}</div>
{% endblock %}
`;

/** The templates, by name. */
export const historyTemplates: Readonly<Record<string, string>> = { "admin/history.html": history };

// Holds the templates of the question before an object is deleted.

const along = `{% macro show_along(along) %}
{% if along.held %}
<section class="conflict" role="alert">
  <h2>{{ t("It cannot be deleted") }}</h2>
  <p>{{ t("These point at it and hold it. Delete or change them first.") }}</p>
  <ul>{% for kind in along.held %}<li><strong>{{ number(kind.count) }} {{ kind.label }}</strong>{% if kind.examples %}: {{ kind.examples|join(", ") }}{% if kind.count > kind.examples|length %} …{% endif %}{% endif %}</li>{% endfor %}</ul>
</section>
{% endif %}
{% if along.refused %}
<section class="conflict" role="alert">
  <h2>{{ t("You may not delete what would go along") }}</h2>
  <ul>{% for kind in along.refused %}<li><strong>{{ number(kind.count) }} {{ kind.label }}</strong>{% if kind.examples %}: {{ kind.examples|join(", ") }}{% if kind.count > kind.examples|length %} …{% endif %}{% endif %}</li>{% endfor %}</ul>
</section>
{% endif %}
{% if along.along %}
<p>{{ t("These would be deleted along with it:") }}</p>
<ul class="along">{% for kind in along.along %}<li><strong>{{ number(kind.count) }} {{ kind.label }}</strong>{% if kind.examples %}: {{ kind.examples|join(", ") }}{% if kind.count > kind.examples|length %} …{% endif %}{% endif %}</li>{% endfor %}</ul>
{% endif %}
{% if along.unlinked %}
<p>{{ t("These would stay and lose their link to it:") }}</p>
<ul class="along">{% for kind in along.unlinked %}<li><strong>{{ number(kind.count) }} {{ kind.label }}</strong></li>{% endfor %}</ul>
{% endif %}
{% endmacro %}
`;

const remove = `{% extends "admin/base_site.html" %}
{% from "admin/_along.html" import show_along with context %}
{% block content %}
<h1>{{ title }}?</h1>
<div class="card">
  {{ show_along(along) }}
  {% if can_delete %}
  <p>{{ t("The {noun} “{object}” will be gone for good.", {"noun": noun, "object": text}) }}</p>
  <form method="post" class="submit">{{ csrf_input() }}<button class="danger">{{ t("Delete") }}</button> <a data-within href="{{ crumbs[-1].address }}">{{ t("Keep it") }}</a></form>
  {% endif %}
</div>
{% endblock %}
`;

/** The templates, by name. */
export const deleteTemplates: Readonly<Record<string, string>> = {
  "admin/delete.html": remove,
  "admin/_along.html": along,
};

// Holds the frame of the pages, and the macros by which they write forms.

/** Every page extends this one. A site that overrides it gives all pages its own look. */
export const base: string = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <title>{% if form and (form.wrong or form.faults) %}Error: {% endif %}{% block title %}{{ title }}{% endblock %} · {{ site_name }}</title>
  <link rel="stylesheet" href="{{ assets.style }}">
  {% block head %}{% endblock %}
</head>
<body class="{% block card %}{% endblock %}">
  <header class="dj-top">
    <a class="dj-site" href="/">{{ site_name }}</a>
    {% if user.isAuthenticated %}
    <form method="post" action="{{ url_for('auth.logout') }}">{{ csrf_field }}<button class="dj-plain dj-small">Log out</button></form>
    {% endif %}
  </header>
  <main>
    <div class="dj-card">
      <h1>{{ title }}</h1>
      {% for category, message in get_flashed_messages(with_categories=true) %}
      <div class="dj-message {{ category }}" role="status">{{ message }}</div>
      {% endfor %}
      {% block content %}{% endblock %}
    </div>
  </main>
</body>
</html>
`;

/** `{% from "auth/_form.html" import summary, fields %}` */
export const form: string = `{% macro summary(form) %}
{% if form.faults or form.wrong %}
<div class="dj-summary" role="alert" tabindex="-1" autofocus>
  <ul>
    {% for fault in form.faults %}<li>{{ fault }}</li>{% endfor %}
    {% for field in form.wrong %}<li><a href="#{{ field.id }}">{{ field.faults[0] }}</a></li>{% endfor %}
  </ul>
</div>
{% endif %}
{% endmacro %}

{% macro field(field) %}
{% if field.type == "checkbox" %}
<div class="dj-field dj-check">
  <input type="checkbox" id="{{ field.id }}" name="{{ field.name }}" value="yes"{% if field.ticked %} checked{% endif %}>
  <label for="{{ field.id }}">{{ field.label }}</label>
</div>
{% else %}
<div class="dj-field">
  <label for="{{ field.id }}">{{ field.label }}{% if not field.required %} <span class="dj-optional">(optional)</span>{% endif %}</label>
  <input type="{{ field.type }}" id="{{ field.id }}" name="{{ field.name }}" value="{{ field.value }}"
    {%- if field.autocomplete %} autocomplete="{{ field.autocomplete }}"{% endif %}
    {%- if field.inputmode %} inputmode="{{ field.inputmode }}"{% endif %}
    {%- if field.required %} required{% endif %}
    {%- if field.described %} aria-describedby="{{ field.described }}"{% endif %}
    {%- if field.faults %} aria-invalid="true"{% endif %} maxlength="4096">
  {% if field.faults %}<ul class="dj-faults" id="{{ field.id }}_faults">{% for fault in field.faults %}<li>{{ fault }}</li>{% endfor %}</ul>{% endif %}
  {% if field.help %}<ul class="dj-help" id="{{ field.id }}_help">{% for line in field.help %}<li>{{ line }}</li>{% endfor %}</ul>{% endif %}
</div>
{% endif %}
{% endmacro %}

{% macro fields(form) %}{% for each in form.fields %}{{ field(each) }}{% endfor %}{% endmacro %}
`;

// Holds the template of an object's form.

const form = `{% extends "admin/base.html" %}
{% block content %}
<div class="head">
  <h1>{{ title }}</h1>
  <div class="tools">
    {% if history %}<a href="{{ history }}">{{ t("History") }}</a>{% endif %}
    {% if remove %}<a class="danger" href="{{ remove }}">{{ t("Delete") }}</a>{% endif %}
  </div>
</div>
{% if theirs %}
<section class="conflict" role="alert">
  <h2>{{ t("Somebody else changed this while you were at it") }}</h2>
  <p>{{ t("Nothing of yours is lost: it stands in the form below. Compare it with what is saved now, and save again.") }}</p>
  <dl class="changes">{% for field in theirs %}<div><dt>{{ field.label }}</dt><dd>{{ field.text }}</dd></div>{% endfor %}</dl>
</section>
{% endif %}
<form method="post" class="card" enctype="{{ form.enctype }}" data-prepopulated="{{ prepopulated if is_new else "{}" }}" novalidate>
  {{ csrf_input() }}
  <input type="hidden" name="_version" value="{{ version }}">
  {{ form.errorSummary }}
  {% for set in sets %}
  {% if set.title %}<details class="set"{% if not set.isCollapsed %} open{% endif %}><summary><h2>{{ set.title }}</h2></summary>{% endif %}
  {% if set.description %}<p class="soft">{{ set.description }}</p>{% endif %}
  {% for part in set.parts %}
  {% if part.field %}
  {{ part.field.group }}
  {% else %}
  <dl class="only"><dt>{{ part.label }}</dt><dd>{{ part.text }}</dd></dl>
  {% endif %}
  {% endfor %}
  {% if set.title %}</details>{% endif %}
  {% endfor %}
  {% if may_write %}
  <div class="submit">
    <button name="_then" value="">{{ t("Save") }}</button>
    <button class="quiet" name="_then" value="continue">{{ t("Save and continue editing") }}</button>
    {% if allowed.add %}<button class="quiet" name="_then" value="add">{{ t("Save and add another") }}</button>{% endif %}
  </div>
  {% endif %}
</form>
{% endblock %}
`;

/** The templates, by name. */
export const formTemplates: Readonly<Record<string, string>> = { "admin/form.html": form };

// Holds the templates of an object's form, of the dialog that one stands in, and of the page that looks rows up.

const parts = `{% macro show_part(part) %}
{% if part.field %}
<div class="part{% if part.related %} has-related{% endif %}" data-part="{{ part.name }}">
  {{ part.field.group }}
  {% if part.related and (part.related.add or part.related.changePattern) %}
  <p class="related" data-related="{{ part.field.htmlName }}"{% if part.related.changePattern %} data-change="{{ part.related.changePattern }}"{% endif %}>
    {% if part.related.changePattern %}<a class="open-related" data-dialog="change" target="_blank" rel="noopener" href="{{ part.related.change or "#" }}"{% if not part.related.change %} hidden{% endif %}>{{ t("Edit") if part.related.mayChange else t("View") }}<span class="hidden"> {{ part.field.label }} ({{ t("opens in a new tab") }})</span></a>{% endif %}
    {% if part.related.add %}<a class="add-related" data-dialog="add" target="_blank" rel="noopener" href="{{ part.related.add }}">{{ t("New {noun}", {"noun": part.related.noun}) }}<span class="hidden"> {{ t("for {field}", {"field": part.field.label}) }} ({{ t("opens in a new tab") }})</span></a>{% endif %}
  </p>
  {% endif %}
</div>
{% else %}
<dl class="only" data-part="{{ part.name }}"><dt>{{ part.label }}</dt><dd>
  {%- if part.picture %}<img class="picture" src="{{ part.picture }}" alt="" loading="lazy">{% endif -%}
  {%- if part.isCode %}<pre tabindex="0">{{ part.text }}</pre>{% elif part.link %}<a href="{{ part.link }}">{{ part.text }}</a>{% else %}{{ part.text }}{% endif -%}
  {%- if part.help %}<p class="form-help">{{ part.help }}</p>{% endif -%}
</dd></dl>
{% endif %}
{% endmacro %}
{% macro show_set(set) %}
{% if set.title %}<details class="set"{% if not set.isCollapsed or set.errors %} open{% endif %}><summary><h2>{{ set.title }}</h2></summary>{% else %}<div class="set">{% endif %}
{% if set.description %}<p class="soft">{{ set.description }}</p>{% endif %}
{% for line in set.lines %}
{% if line|length > 1 %}<div class="line">{% for part in line %}{{ show_part(part) }}{% endfor %}</div>{% else %}{{ show_part(line[0]) }}{% endif %}
{% endfor %}
{% if set.title %}</details>{% else %}</div>{% endif %}
{% endmacro %}
{% macro show_tabs(tabs) %}
{% if tabs %}
<div class="tabs" data-tabs>
  <nav class="tab-list" aria-label="{{ t("Sections") }}">{% for tab in tabs %}<a href="#{{ tab.id }}" id="{{ tab.id }}-tab"{% if tab.errors %} class="has-errors"{% endif %}>{{ tab.title }}{% if tab.errors %} <span class="mark">{{ tn("{count} error", "{count} errors", tab.errors) }}</span>{% endif %}</a>{% endfor %}</nav>
  {% for tab in tabs %}
  <section class="tab" id="{{ tab.id }}" aria-labelledby="{{ tab.id }}-title">
    <h2 class="tab-title" id="{{ tab.id }}-title">{{ tab.title }}</h2>
    {% for set in tab.sets %}{{ show_set(set) }}{% endfor %}
  </section>
  {% endfor %}
</div>
{% endif %}
{% endmacro %}
{% macro show_buttons() %}
<div class="submit">
  {% if is_copy %}
  <button name="_then" value="new">{{ t("Save as new") }}</button>
  {% else %}
  <button name="_then" value="">{{ t("Save") }}</button>
  {% if not popup %}
  <button class="quiet" name="_then" value="continue">{{ t("Save and continue editing") }}</button>
  {% if save_as %}<button class="quiet" name="_then" value="new">{{ t("Save as new") }}</button>{% elif allowed.add %}<button class="quiet" name="_then" value="add">{{ t("Save and add another") }}</button>{% endif %}
  {% endif %}
  {% endif %}
</div>
{% endmacro %}
`;

const form = `{% extends "admin/base_site.html" %}
{% from "admin/_fields.html" import show_set, show_tabs, show_buttons with context %}
{% from "admin/_inlines.html" import show_inlines, show_conflicts with context %}
{% block content %}
<div class="head">
  <h1>{{ title }}</h1>
  <div class="tools">
    {% if on_site %}<a href="{{ on_site }}">{{ t("View on site") }}</a>{% endif %}
    {% if history %}<a href="{{ history }}">{{ t("History") }}</a>{% endif %}
    {% if password %}<a href="{{ password }}">{{ t("New password") }}</a>{% endif %}
    {% if remove %}<a class="danger" data-within href="{{ remove }}">{{ t("Delete") }}</a>{% endif %}
  </div>
</div>
{% if theirs or inline_conflicts %}
<section class="conflict" role="alert">
  <h2>{{ t("Somebody else changed this while you were at it") }}</h2>
  <p>{{ t("Nothing of yours is lost: it stands in the form below. Compare it with what is saved now, and save again.") }}</p>
  {% if theirs %}<dl class="changes">{% for field in theirs %}<div><dt>{{ field.label }}</dt><dd>{{ field.text }}</dd></div>{% endfor %}</dl>{% endif %}
  {{ show_conflicts(inline_conflicts) }}
</section>
{% endif %}
<form method="post" class="card" enctype="{{ enctype }}" data-edit data-prepopulated="{{ prepopulated if is_new else "{}" }}" novalidate>
  {{ csrf_input() }}
  <input type="hidden" name="_version" value="{{ version }}">
  {% if popup %}<input type="hidden" name="_popup" value="{{ popup }}">{% endif %}
  {% if inlines %}<button class="hidden" name="_then" value="{% if is_copy %}new{% endif %}" tabindex="-1" aria-hidden="true">{{ t("Save") }}</button>{% endif %}
  {{ summary }}
  {% if may_write and save_on_top %}{{ show_buttons() }}{% endif %}
  {% for set in sets %}{{ show_set(set) }}{% endfor %}
  {{ show_tabs(tabs) }}
  {{ show_inlines(inlines) }}
  {% if may_write %}{{ show_buttons() }}{% endif %}
</form>
{% endblock %}
`;

const popup = `{% extends "admin/base_site.html" %}
{% block content %}
<h1>{{ title }}</h1>
<p data-done="{{ done }}" data-key="{{ key }}" data-text="{{ text }}">{{ t("You can close this tab, and reload the form that it was opened from.") }}</p>
{% endblock %}
`;

const choices = `{% extends "admin/base_site.html" %}
{% block content %}
<h1>{{ title }}</h1>
<form class="search" role="search" action="{{ address }}">
  {% if row_key %}<input type="hidden" name="row" value="{{ row_key }}">{% endif %}
  {% if inline_path %}<input type="hidden" name="inline" value="{{ inline_path }}">{% endif %}
  <label class="hidden" for="choices_q">{{ t("Search") }}</label>
  <input type="search" id="choices_q" name="q" value="{{ words }}" placeholder="{{ t("Search") }}" maxlength="200">
  <button>{{ t("Search") }}</button>
</form>
{% if results %}
<p class="soft" data-plain>{{ t("Type the key of the object into the form.") }}</p>
<div class="rows"><div class="scroll" tabindex="0" role="region" aria-label="{{ title }}"><table>
  <thead><tr><th scope="col">{{ t("Object") }}</th><th scope="col">{{ t("Key") }}</th></tr></thead>
  <tbody>{% for row in results %}<tr><td class="text"><span data-choose="{{ row.key }}">{{ row.text }}</span></td><td><code>{{ row.key }}</code></td></tr>{% endfor %}</tbody>
</table></div></div>
{% else %}
<p class="empty">{{ t("Nothing fits.") }}</p>
{% endif %}
{% if previous or next %}<nav class="pages" aria-label="{{ t("Pages") }}">{% if previous %}<a rel="prev" href="{{ previous }}">{{ t("← Previous") }}</a>{% endif %}{% if next %}<a rel="next" href="{{ next }}">{{ t("Next →") }}</a>{% endif %}</nav>{% endif %}
{% endblock %}
`;

/** The templates, by name. */
export const formTemplates: Readonly<Record<string, string>> = {
  "admin/_fields.html": parts,
  "admin/form.html": form,
  "admin/popup.html": popup,
  "admin/choices.html": choices,
};

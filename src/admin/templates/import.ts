// Holds the templates of an import: upload, columns, progress, preview and end.

const upload = `{% extends "admin/base_site.html" %}
{% block content %}
<h1>{{ title }}</h1>
{% if fault %}<p class="message error" role="alert">{{ fault }}</p>{% endif %}
<form method="post" class="card" enctype="multipart/form-data">
  {{ csrf_input() }}
  <div class="form-field">
    <label for="file">{{ t("File") }}</label>
    <input type="file" id="file" name="file" required accept=".csv,.json{% if has_xlsx %},.xlsx{% endif %}" aria-describedby="file_help">
    <p class="help" id="file_help">{% if has_xlsx %}{{ t("CSV in UTF-8, JSON, or an Excel workbook, with headings in its first row.") }}{% else %}{{ t("CSV in UTF-8 or JSON, with headings in its first row.") }}{% endif %} {{ tn("At most {count} row.", "At most {count} rows.", most) }}</p>
  </div>
  <p>{{ t("Nothing is written before you have seen what would change.") }}</p>
  <details class="targets"><summary>{{ t("Which headings are known") }}</summary>
    <ul>{% for target in targets %}<li><code>{{ target.name }}</code> {{ target.label }}</li>{% endfor %}</ul>
  </details>
  <div class="submit"><button>{{ t("Upload") }}</button> <a href="{{ crumbs[-1].address }}">{{ t("Back to the list") }}</a></div>
</form>
{% endblock %}
`;

const columns = `{% extends "admin/base_site.html" %}
{% block content %}
<h1>{{ title }} <small>{{ tn("{count} row", "{count} rows", total) }}</small></h1>
{% if fault %}<p class="message error" role="alert">{{ fault }}</p>{% endif %}
<form method="post" class="card wide">
  {{ csrf_input() }}
  <div class="scroll" tabindex="0" role="region" aria-label="{{ t("Columns") }}">
  <table class="mapping">
    <thead><tr><th scope="col">{{ t("Column of the file") }}</th><th scope="col">{{ t("Holds") }}</th><th scope="col">{{ t("Its first values") }}</th></tr></thead>
    <tbody>
      {% for column in columns %}
      <tr>
        <th scope="row">{{ column.heading or t("Without a heading") }}</th>
        <td>
          <select name="{{ column.name }}" aria-label="{{ t("What {column} holds", {"column": column.heading}) }}"{% if column.resembles %} aria-describedby="{{ column.name }}_help"{% endif %}>
            <option value="">{{ t("Leave it out") }}</option>
            {% for target in targets %}<option value="{{ target.name }}"{% if target.name == column.target %} selected{% endif %}>{{ target.label }}</option>{% endfor %}
          </select>
          {% if column.resembles %}<p class="help" id="{{ column.name }}_help">{{ t("Did you mean {field}?", {"field": column.resembles}) }}</p>{% endif %}
        </td>
        <td class="soft">{{ column.samples|join(" · ") }}</td>
      </tr>
      {% endfor %}
    </tbody>
  </table>
  </div>
  <div class="form-field match">
    <label for="match">{{ t("Rows that are there are found by") }}</label>
    <select id="match" name="match">{% for match in matches %}<option value="{{ match.value }}"{% if match.isChosen %} selected{% endif %}>{{ match.label }}</option>{% endfor %}</select>
  </div>
  {% if missing %}<p class="soft">{{ t("New rows need fields that no column holds: {fields}.", {"fields": missing|join(", ")}) }}</p>{% endif %}
  <div class="submit">
    <button name="do" value="check">{{ t("Show what would change") }}</button>
    <button class="quiet" name="do" value="discard">{{ t("Throw the import away") }}</button>
  </div>
</form>
{% endblock %}
`;

const busy = `{% extends "admin/job.html" %}
`;

const preview = `{% extends "admin/base_site.html" %}
{% block content %}
<h1>{{ title }}</h1>
{% if fault %}<p class="message error" role="alert">{{ fault }}</p>{% endif %}
{% if stale %}
<section class="conflict" role="alert">
  <h2>{{ t("Rows changed since they were checked, and nothing was written") }}</h2>
  <ul>{% for row in stale %}<li>{{ t("Row {number}", {"number": row.number}) }}: {{ row.text }}</li>{% endfor %}</ul>
</section>
{% elif is_stale %}
<p class="message error" role="alert">{{ t("Somebody else saved the same at this moment, and nothing was written. Check the rows again.") }}</p>
{% endif %}
<p>{{ t("Nothing is written yet.") }}</p>
<nav class="outcomes" aria-label="{{ t("Rows of the file") }}">
  {% for tab in tabs %}<a href="{{ tab.address }}" class="outcome {{ tab.kind }}"{% if tab.isCurrent %} aria-current="page"{% endif %}>{{ tab.label }} <span class="count">{{ number(tab.count) }}</span></a>{% endfor %}
</nav>
<div class="card wide">
  {% if rows %}
  {% if shown == "bad" %}<p><a href="{{ faults_address }}">{{ t("Download the faults as CSV") }}</a></p>{% endif %}
  <div class="scroll" tabindex="0" role="region" aria-label="{{ t("Rows of the file") }}">
  <table class="preview">
    <thead><tr><th scope="col" class="number">{{ t("Row") }}</th>{% if shown == "bad" %}<th scope="col">{{ t("What is wrong") }}</th>{% else %}<th scope="col">{{ t("Object") }}</th>{% if shown == "update" %}<th scope="col">{{ t("What would change") }}</th>{% endif %}{% endif %}</tr></thead>
    <tbody>
      {% for row in rows %}
      <tr>
        <th scope="row" class="number">{{ row.number }}</th>
        {% if shown == "bad" %}
        <td><ul class="faults">{% for fault in row.faults %}<li>{% if fault.field %}<strong>{{ fault.field }}</strong>{% if fault.value %} <q>{{ fault.value }}</q>{% endif %}: {% endif %}{{ fault.reason }}</li>{% endfor %}</ul></td>
        {% else %}
        <td>{% if row.address %}<a href="{{ row.address }}">{{ row.text }}</a>{% else %}{{ row.text }}{% endif %}</td>
        {% if shown == "update" %}<td><dl class="changes">{% for change in row.changes %}<div><dt>{{ change.field }}</dt><dd><del>{{ change.before }}</del> <ins>{{ change.after }}</ins></dd></div>{% endfor %}</dl></td>{% endif %}
        {% endif %}
      </tr>
      {% endfor %}
    </tbody>
  </table>
  </div>
  {% if pages > 1 %}
  <nav class="pages" aria-label="{{ t("Pages") }}">
    {% if previous %}<a rel="prev" href="{{ previous }}">{{ t("← Previous") }}</a>{% endif %}
    <span>{{ t("Page {page} of {pages}", {"page": number(page), "pages": number(pages)}) }}</span>
    {% if next %}<a rel="next" href="{{ next }}">{{ t("Next →") }}</a>{% endif %}
  </nav>
  {% endif %}
  {% else %}<p class="soft">{{ t("There are no such rows.") }}</p>{% endif %}
  <form method="post" class="confirm">
    {{ csrf_input() }}
    {% if told.bad and written %}<label class="all"><input type="checkbox" name="leave_out" value="yes"> {{ tn("Leave out the {count} row that cannot be written", "Leave out the {count} rows that cannot be written", told.bad) }}</label>{% endif %}
    <div class="submit">
      {% if written and not is_stale %}<button name="do" value="write">{{ confirm }}</button>{% endif %}
      {% if is_stale %}<button name="do" value="check-again">{{ t("Check the rows again") }}</button>{% endif %}
      <button class="quiet" name="do" value="change">{{ t("Change the columns") }}</button>
      <button class="quiet" name="do" value="discard">{{ t("Throw the import away") }}</button>
    </div>
  </form>
</div>
{% endblock %}
`;

const done = `{% extends "admin/base_site.html" %}
{% block content %}
<h1>{{ title }}</h1>
<div class="card job" data-job="ended">
  <p role="status">{{ t("It is written: {create} new, {update} changed, {same} as they were, {bad} left out.", {"create": number(told.create), "update": number(told.update), "same": number(told.same), "bad": number(told.bad)}) }}</p>
  <div class="submit"><a class="button" href="{{ crumbs[-1].address }}">{{ t("Back to the list") }}</a></div>
</div>
{% endblock %}
`;

/** The templates, by name. */
export const importTemplates: Readonly<Record<string, string>> = {
  "admin/import.html": upload,
  "admin/import-columns.html": columns,
  "admin/import-busy.html": busy,
  "admin/import-preview.html": preview,
  "admin/import-done.html": done,
};

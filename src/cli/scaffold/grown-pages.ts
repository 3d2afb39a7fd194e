// Holds the templates and the style sheet of a grown project.

export const layout: string = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{% block title %}{{ siteName }}{% endblock %}</title>
    {{ form_media }}
    <link rel="stylesheet" href="{{ static_url("site.css") }}">
  </head>
  <body>
    <header>
      <a href="{{ url_for("home") }}">{{ siteName }}</a>
      <nav aria-label="Account">
        {% if user.isAuthenticated %}
        {% if user.isStaff %}<a href="{{ url_for("admin.pages.home") }}">Admin</a>{% endif %}
        <a href="{{ url_for("auth.account") }}">{{ user.displayName }}</a>
        <form method="post" action="{{ url_for("auth.logout") }}">{% csrf_token %}<button>Log out</button></form>
        {% else %}
        <a href="{{ url_for("auth.signup") }}">Sign up</a>
        <a href="{{ url_for("auth.login") }}?next={{ request.path|urlencode }}">Log in</a>
        {% endif %}
      </nav>
    </header>
    <main>
      {% block main %}{% endblock %}
    </main>
  </body>
</html>
`;

export const missing: string = `{% extends "layout.html" %}
{% block title %}Not found{% endblock %}
{% block main %}
<h1>There is no such page.</h1>
<p><a href="{{ url_for("home") }}">Back to the notes</a></p>
{% endblock %}
`;

export const css: string = `:root { color-scheme: light dark; background: Canvas; color: CanvasText; }
body { margin: 0 auto; max-width: 40rem; padding: 1rem; font: 1rem/1.6 system-ui, sans-serif; }
header, nav { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.5rem 1rem; }
header { margin-bottom: 2rem; font-weight: 600; }
nav { margin-left: auto; font-weight: normal; }
textarea { width: 100%; font: inherit; }
`;

export const list: string = `{% extends "layout.html" %}
{% block main %}
<h1>Notes</h1>
{% if user.isAuthenticated %}
<form method="post">
  {{ form }}
  <button class="form-submit">Keep</button>
</form>
{% else %}
<p><a href="{{ url_for("auth.login") }}?next={{ request.path|urlencode }}">Log in</a> to add a note.</p>
{% endif %}
<ul>
  {% for note in notes %}
  <li><a href="{{ url_for(".show", id=note.id) }}">{{ note.text }}</a></li>
  {% else %}
  <li>None yet.</li>
  {% endfor %}
</ul>
{% endblock %}
`;

export const show: string = `{% extends "layout.html" %}
{% block title %}Note {{ note.id }}{% endblock %}
{% block main %}
<h1>Note {{ note.id }}</h1>
<p>{{ note.text }}</p>
{% endblock %}
`;

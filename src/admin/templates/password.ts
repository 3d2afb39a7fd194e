// Holds the template of the page that sets a user's password.

const password = `{% extends "admin/base_site.html" %}
{% block content %}
<h1>{{ title }}</h1>
<form method="post" class="card" novalidate>
  {{ csrf_input() }}
  {% if faults %}<div class="form-error-summary" role="alert" tabindex="-1"><ul>{% for fault in faults %}<li><a href="#id_new_password">{{ fault }}</a></li>{% endfor %}</ul></div>{% endif %}
  <div class="form-field">
    <label for="id_new_password">{{ t("New password") }}</label>
    <ul class="form-help" id="password_help">{% for rule in rules %}<li>{{ rule }}</li>{% endfor %}</ul>
    <input type="password" id="id_new_password" name="new_password" autocomplete="new-password" maxlength="4096" required aria-describedby="password_help"{% if faults %} aria-invalid="true"{% endif %}>
  </div>
  <div class="form-field">
    <label for="id_repeated">{{ t("The same once more") }}</label>
    <input type="password" id="id_repeated" name="repeated" autocomplete="new-password" maxlength="4096" required>
  </div>
  <p class="soft">{{ t("All logins of this user end, and links that reset the password work no more.") }}</p>
  <div class="submit"><button>{{ t("Set the password") }}</button> <a href="{{ crumbs[-1].address }}">{{ t("Leave it as it is") }}</a></div>
</form>
{% endblock %}
`;

/** The templates, by name. */
export const passwordTemplates: Readonly<Record<string, string>> = { "admin/password.html": password };

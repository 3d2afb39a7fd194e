// Holds the templates of the pages to log in, sign up and reset a password.

const head = `{% extends "auth/base.html" %}
{% from "auth/_form.html" import summary, fields %}
`;

export const login: string = `${head}
{% block head %}{% if features.passkeys %}<script src="{{ assets.passkey_script }}" defer></script>{% endif %}{% endblock %}
{% block content %}
{{ summary(form) }}
<form method="post" novalidate>
  {{ csrf_field }}
  {{ fields(form) }}
  <button class="dj-full">Log in</button>
</form>
{% if features.passkeys or features.providers %}
<div class="dj-stack">
  {% if features.passkeys %}
  <button type="button" class="dj-plain dj-full" data-passkey="login" data-conditional data-next="{{ next }}" hidden
    data-options="{{ url_for('auth.passkey_login_options') }}" data-finish="{{ url_for('auth.passkey_login') }}"
    data-status="#passkey-status">Log in with a passkey</button>
  <p id="passkey-status" class="dj-faults" role="status" hidden></p>
  {% endif %}
  {% for provider in features.providers %}
  <form method="post" action="{{ url_for('auth.provider', name=provider.name) }}{% if next %}?next={{ next|urlencode }}{% endif %}">
    {{ csrf_field }}<button class="dj-plain dj-full">Continue with {{ provider.label }}</button>
  </form>
  {% endfor %}
</div>
{% endif %}
<nav class="dj-links" aria-label="Other ways">
  <a href="{{ url_for('auth.reset') }}">Forgot your password?</a>
  {% if features.sign_up %}<a href="{{ url_for('auth.signup') }}">Make an account</a>{% endif %}
</nav>
{% endblock %}
`;

export const code: string = `${head}
{% block content %}
{{ summary(form) }}
<form method="post" novalidate>
  {{ csrf_field }}
  {{ fields(form) }}
  <button class="dj-full">Go on</button>
</form>
<nav class="dj-links" aria-label="Other ways"><a href="{{ url_for('auth.login') }}">Log in as somebody else</a></nav>
{% endblock %}
`;

export const confirm: string = `${head}
{% block head %}{% if features.passkeys %}<script src="{{ assets.passkey_script }}" defer></script>{% endif %}{% endblock %}
{% block content %}
<p class="dj-soft">What comes next is important. Show once more that it is you.</p>
{% if can_confirm %}
{{ summary(form) }}
<form method="post" novalidate>
  {{ csrf_field }}
  {{ fields(form) }}
  <button class="dj-full">Confirm</button>
</form>
{% else %}
<p>Log out and in again to go on.</p>
{% endif %}
{% if features.passkeys %}
<div class="dj-stack">
  <button type="button" class="dj-plain dj-full" data-passkey="login" data-next="{{ next }}" hidden
    data-options="{{ url_for('auth.passkey_login_options') }}" data-finish="{{ url_for('auth.passkey_login') }}"
    data-status="#passkey-status">Use a passkey</button>
  <p id="passkey-status" class="dj-faults" role="status" hidden></p>
</div>
{% endif %}
{% endblock %}
`;

export const signup: string = `${head}
{% block content %}
{{ summary(form) }}
<form method="post" novalidate>
  {{ csrf_field }}
  {{ fields(form) }}
  <button class="dj-full">Make an account</button>
</form>
<nav class="dj-links" aria-label="Other ways"><a href="{{ url_for('auth.login') }}">I have an account</a></nav>
{% endblock %}
`;

export const mailSent: string = `${head}
{% block content %}
<p>If the address is good, a mail is on its way to it. Follow its link to {{ what }}.</p>
<p class="dj-soft">Nothing came? Look among unwanted mail, or check the address and try again.</p>
<nav class="dj-links" aria-label="Other ways"><a href="{{ url_for('auth.login') }}">Log in</a></nav>
{% endblock %}
`;

export const verify: string = `${head}
{% block content %}
<p>Your address is right. Type the password that you chose, and your account is ready.</p>
{{ summary(form) }}
<form method="post" novalidate>
  {{ csrf_field }}
  <input type="hidden" name="username" value="{{ email }}" autocomplete="username">
  {{ fields(form) }}
  <button class="dj-full">Finish</button>
</form>
<p class="dj-soft">You did not ask for an account? Then close this page, and nothing happens.</p>
{% endblock %}
`;

export const badLink: string = `${head}
{% block content %}
<p>It was used already, is too old, or was not copied whole.</p>
<p><a class="dj-button dj-full" href="{{ again }}">Get a new one</a></p>
{% endblock %}
`;

export const reset: string = `${head}
{% block content %}
<p class="dj-soft">You get a mail with a link. With it you can set a new password.</p>
{{ summary(form) }}
<form method="post" novalidate>
  {{ csrf_field }}
  {{ fields(form) }}
  <button class="dj-full">Send the mail</button>
</form>
<nav class="dj-links" aria-label="Other ways"><a href="{{ url_for('auth.login') }}">Log in</a></nav>
{% endblock %}
`;

export const resetConfirm: string = `${head}
{% block content %}
{{ summary(form) }}
<form method="post" novalidate>
  {{ csrf_field }}
  <input type="hidden" name="username" value="{{ login_name }}" autocomplete="username">
  {{ fields(form) }}
  <button class="dj-full">Set the password</button>
</form>
{% endblock %}
`;

export const password: string = `${head}
{% block content %}
{{ summary(form) }}
<form method="post" novalidate>
  {{ csrf_field }}
  <input type="hidden" name="username" value="{{ login_name }}" autocomplete="username">
  {{ fields(form) }}
  <button class="dj-full">Change the password</button>
</form>
<nav class="dj-links" aria-label="Account"><a href="{{ url_for('auth.account') }}">Back to your account</a></nav>
{% endblock %}
`;

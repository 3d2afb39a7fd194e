// Holds the templates of the pages of one's own account.

const head = `{% extends "auth/base.html" %}
{% from "auth/_form.html" import summary, fields %}
{% block card %}dj-wide{% endblock %}
`;
const back = `<nav class="dj-links" aria-label="Account"><a href="{{ url_for('auth.account') }}">Back to your account</a></nav>`;

export const account: string = `${head}
{% block content %}
<p>You are logged in as <strong>{{ login_name }}</strong>.</p>
<ul class="dj-list">
  <li>
    <span><span class="dj-name">Password</span><br><span class="dj-soft">{% if has_password %}You log in with one.{% else %}You have none.{% endif %}</span></span>
    <a class="dj-button dj-plain dj-small" href="{{ url_for('auth.password') }}">{% if has_password %}Change the password{% else %}Set a password{% endif %}</a>
  </li>
  {% if features.codes %}
  <li>
    <span><span class="dj-name">One-time codes</span>{% if has_codes %}<span class="dj-tag">On</span>{% endif %}<br>
      <span class="dj-soft">{% if has_codes %}{{ recovery_codes }} recovery codes are left.{% else %}An app shows a code that each login asks for.{% endif %}</span></span>
    <a class="dj-button dj-plain dj-small" href="{{ url_for('auth.codes') }}">{% if has_codes %}Manage one-time codes{% else %}Add one-time codes{% endif %}</a>
  </li>
  {% endif %}
  {% if features.passkeys %}
  <li>
    <span><span class="dj-name">Passkeys</span><br><span class="dj-soft">{% if counts.passkeys %}{{ counts.passkeys }} of your devices can log you in.{% else %}Log in with your finger, face or device.{% endif %}</span></span>
    <a class="dj-button dj-plain dj-small" href="{{ url_for('auth.passkeys') }}">Manage passkeys</a>
  </li>
  {% endif %}
  <li>
    <span><span class="dj-name">Logins</span><br><span class="dj-soft">You are logged in {% if counts.logins == 1 %}here only{% else %}in {{ counts.logins }} places{% endif %}.</span></span>
    <a class="dj-button dj-plain dj-small" href="{{ url_for('auth.sessions') }}">Show logins</a>
  </li>
  <li>
    <span><span class="dj-name">API tokens</span><br><span class="dj-soft">{% if counts.tokens %}{{ counts.tokens }} programs can act for you.{% else %}For programs that act for you.{% endif %}</span></span>
    <a class="dj-button dj-plain dj-small" href="{{ url_for('auth.tokens') }}">Manage API tokens</a>
  </li>
</ul>
{% for provider in features.providers %}
<form method="post" action="{{ url_for('auth.provider', name=provider.name) }}">
  {{ csrf_field }}<button class="dj-plain">Connect {{ provider.label }}</button>
</form>
{% endfor %}
{% endblock %}
`;

export const sessions: string = `${head}
{% block content %}
<ul class="dj-list">
  {% for login in logins %}
  <li>
    <span><span class="dj-name">{{ login.device }}</span>{% if login.is_this %}<span class="dj-tag">This device</span>{% endif %}<br>
      <span class="dj-soft">{% if login.address %}{{ login.address }}, {% endif %}since {{ login.created_at|date("Y-m-d H:i") }}, last used {{ login.seen_at|date("Y-m-d H:i") }} (UTC)</span></span>
    {% if not login.is_this %}
    <form method="post" action="{{ url_for('auth.end_session', id=login.id) }}">
      {{ csrf_field }}<button class="dj-plain dj-small" aria-label="Log out {{ login.device }}, last used {{ login.seen_at|date("Y-m-d H:i") }}">Log out</button>
    </form>
    {% endif %}
  </li>
  {% endfor %}
</ul>
<form method="post" action="{{ url_for('auth.end_all_sessions') }}">
  {{ csrf_field }}<button class="dj-danger">Log out everywhere</button>
</form>
${back}
{% endblock %}
`;

export const codes: string = `${head}
{% block content %}
{% if has_codes %}
<p>Each login asks for a code of your app. You have {{ recovery_codes }} recovery codes left.</p>
<div class="dj-stack">
  <form method="post" action="{{ url_for('auth.renew_codes') }}">{{ csrf_field }}<button class="dj-plain">Make new recovery codes</button></form>
  <form method="post" action="{{ url_for('auth.remove_codes') }}">{{ csrf_field }}<button class="dj-danger">Turn one-time codes off</button></form>
</div>
{% else %}
<ol class="dj-steps">
  <li>Open an app for one-time codes on your phone.</li>
  <li>{% if qr %}Scan the picture with it, or{% else %}Either{% endif %} <a href="{{ otpauth_url }}">open this link</a> on the phone, or type the key.</li>
  <li>Type the code that the app shows.</li>
</ol>
{{ qr }}
<p id="key-label" class="dj-soft">Your key</p>
<code class="dj-secret" aria-labelledby="key-label">{{ secret }}</code>
{{ summary(form) }}
<form method="post" novalidate>
  {{ csrf_field }}
  {{ fields(form) }}
  <button>Turn one-time codes on</button>
</form>
{% endif %}
${back}
{% endblock %}
`;

export const recoveryCodes: string = `${head}
{% block content %}
<p>Keep these codes where your phone is not: on paper, or in a password manager. Each of them replaces a code of the app once. They are shown only now.</p>
<ul class="dj-codes">{% for code in codes %}<li>{{ code }}</li>{% endfor %}</ul>
<p><a class="dj-button" href="{{ url_for('auth.account') }}">I have kept them</a></p>
{% endblock %}
`;

export const passkeys: string = `${head}
{% block head %}<script src="{{ assets.passkey_script }}" defer></script>{% endblock %}
{% block content %}
{% if passkeys %}
<ul class="dj-list">
  {% for passkey in passkeys %}
  <li>
    <span><span class="dj-name">{{ passkey.name }}</span><br><span class="dj-soft">Added {{ passkey.createdAt|date("Y-m-d") }}{% if passkey.usedAt %}, last used {{ passkey.usedAt|date("Y-m-d") }}{% endif %}</span></span>
    <form method="post" action="{{ url_for('auth.passkey_remove', id=passkey.pk) }}">
      {{ csrf_field }}<button class="dj-danger dj-small" aria-label="Remove {{ passkey.name }}">Remove</button>
    </form>
  </li>
  {% endfor %}
</ul>
{% else %}
<p>You have no passkey yet. With one, your device logs you in by your finger, face or screen lock, and there is no password to be stolen.</p>
{% endif %}
<form data-passkey="add" data-options="{{ url_for('auth.passkey_options') }}" data-finish="{{ url_for('auth.passkey_add') }}" data-status="#passkey-status" method="post" hidden>
  {{ csrf_field }}
  {{ fields(form) }}
  <button>Add a passkey</button>
</form>
<p id="passkey-status" class="dj-faults" role="status" hidden></p>
<noscript><p class="dj-soft">Adding a passkey needs JavaScript.</p></noscript>
${back}
{% endblock %}
`;

export const tokens: string = `${head}
{% block content %}
{% if text %}
<div class="dj-message" role="status">Your new token. It is shown only now.</div>
<code class="dj-secret">{{ text }}</code>
{% endif %}
{% if tokens %}
<ul class="dj-list">
  {% for token in tokens %}
  <li>
    <span><span class="dj-name">{{ token.name }}</span><br><span class="dj-soft">Made {{ token.createdAt|date("Y-m-d") }}{% if token.usedAt %}, last used {{ token.usedAt|date("Y-m-d") }}{% endif %}{% if token.expiresAt %}, until {{ token.expiresAt|date("Y-m-d") }}{% endif %}</span></span>
    <form method="post" action="{{ url_for('auth.revoke_token', id=token.pk) }}">
      {{ csrf_field }}<button class="dj-danger dj-small" aria-label="Revoke {{ token.name }}">Revoke</button>
    </form>
  </li>
  {% endfor %}
</ul>
{% else %}
<p>You have no tokens. A program that has one acts for you.</p>
{% endif %}
{{ summary(form) }}
<form method="post" novalidate>
  {{ csrf_field }}
  {{ fields(form) }}
  <button>Make a token</button>
</form>
${back}
{% endblock %}
`;

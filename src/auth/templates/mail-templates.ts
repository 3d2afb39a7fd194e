// Holds the templates of the mails.

export const verify: string = `Hello,

somebody asked for an account at {{ site_name }} with this address. If it was you, finish it here:

{{ verify_url }}

If it was not you, do nothing: there will be no account.
`;

export const hasAccount: string = `Hello,

somebody asked for an account at {{ site_name }} with this address, and it has one already. If it was you, log in here:

{{ login_url }}

If it was not you, there is nothing to do.
`;

export const reset: string = `Hello {{ user.displayName }},

somebody asked for a new password for your account at {{ site_name }}. If it was you, set it here within {{ minutes }} minutes:

{{ reset_url }}

If it was not you, do nothing: your password stays as it is.
`;

export const locked: string = `Hello {{ user.displayName }},

somebody tried to log in to your account at {{ site_name }} many times, with a wrong password. Further tries are refused for {{ minutes }} minutes.

If it was you and you forgot your password{% if reset_url %}, set a new one here:

{{ reset_url }}{% else %}, ask for a new one.{% endif %}

If it was not you, there is nothing to do as long as your password is a good one.
`;

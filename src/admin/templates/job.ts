// Holds the template of a job's page. Without a script it loads itself anew while the job is at work.

const page = `{% extends "admin/base_site.html" %}
{% block head %}{% if job.isBusy %}<noscript><meta http-equiv="refresh" content="2"></noscript>{% endif %}{% endblock %}
{% block content %}
<h1>{{ title }}</h1>
<section class="card job" data-job="{{ "busy" if job.isBusy else "ended" }}" aria-label="{{ title }}">
  <p role="status">{{ job.text }}</p>
  <progress max="{{ job.total }}"{% if job.done is not none %} value="{{ job.done }}"{% endif %} aria-label="{{ t("Progress") }}"></progress>
  <form method="post" class="submit">
    {{ csrf_input() }}
    {% if job.canCancel %}<button class="danger" name="do" value="cancel">{{ t("Cancel") }}</button>{% endif %}
    {% if job.canGoOn %}<button name="do" value="go-on">{{ t("Go on") }}</button>{% endif %}
    {% if not job.isBusy %}<a href="{{ crumbs[-1].address }}">{{ t("Back to the list") }}</a>{% endif %}
  </form>
</section>
{% endblock %}
`;

/** The templates, by name. */
export const jobTemplates: Readonly<Record<string, string>> = { "admin/job.html": page };

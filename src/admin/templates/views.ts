// Holds the template of the views of a list that are kept: its tabs, and the form that keeps one more.

const views = `{% macro show_views(views) %}
{% if views.all or views.canKeep %}
<div class="views">
  <nav aria-label="{{ t("Views") }}">
    <a href="?"{% if views.isPlain %} aria-current="page"{% endif %}>{{ t("All") }}</a>
    {% for view in views.all %}
    <span class="view"><a href="{{ view.address }}"{% if view.isCurrent %} aria-current="page"{% endif %}{% if view.isShared %} title="{{ t("Kept by {user} for everybody", {"user": view.user}) }}"{% endif %}>{{ view.name }}</a>
    {%- if view.isCurrent and view.remove %}<form method="post" action="{{ view.remove }}">{{ csrf_input() }}<button class="link" aria-label="{{ t("Forget the view {view}", {"view": view.name}) }}">×</button></form>{% endif %}</span>
    {% endfor %}
  </nav>
  {% if views.canKeep %}
  <details class="keep">
    <summary>{{ t("Keep this view") }}</summary>
    <form method="post" action="{{ views.keep }}" class="drop">
      {{ csrf_input() }}
      <input type="hidden" name="query" value="{{ views.query }}">
      <label>{{ t("Name") }} <input name="name" required maxlength="60"></label>
      <label class="tick"><input type="checkbox" name="shared" value="yes"> {{ t("for everybody") }}</label>
      <button>{{ t("Keep") }}</button>
    </form>
  </details>
  {% endif %}
</div>
{% endif %}
{% endmacro %}
`;

/** The templates, by name. */
export const viewTemplates: Readonly<Record<string, string>> = { "admin/_views.html": views };

// What members do: write a review, and keep a list of films to watch.
import { Blueprint, getOr404, type Request, redirect, reply } from "demijohn";
import { loginRequired, requireUser } from "demijohn/auth";
import { modelForm, Textarea } from "demijohn/forms";
import { Film } from "../catalog/models.ts";
import { Review, WatchItem } from "./models.ts";

export class ReviewForm extends modelForm(Review, {
  fields: ["stars", "text"],
  labels: { stars: "Your rating", text: "What did you think?" },
  widgets: { text: new Textarea({ attrs: { rows: 4, maxlength: 4000 } }) },
}) {}

/** Makes the blueprint of the members' pages. */
export function makeMembers(): Blueprint {
  const members = new Blueprint("members", { root: import.meta.url });
  members.use(loginRequired());

  members.get("/watch-list", { name: "watch_list" }, async (request) => {
    const user = await requireUser(request);
    const items = await WatchItem.objects.filter({ user }).selectRelated("film__director", "film__genre");
    return request.render("members/watch-list.html", { items });
  });

  members.post("/films/<slug:slug>/watch", { name: "watch" }, async (request) => {
    const film = await filmOf(request.params.slug);
    const user = await requireUser(request);
    const [item, isNew] = await WatchItem.objects.getOrCreate({ film, user });
    if (!isNew) await item.delete();
    request.flash(isNew ? `${film.title} is on your list.` : `${film.title} is off your list.`);
    return redirect(request.urlFor("site.film", { slug: film.slug }));
  });

  members.route("/films/<slug:slug>/review", { name: "review", methods: ["GET", "POST"] }, async (request) => {
    const film = await filmOf(request.params.slug);
    const user = await requireUser(request);
    const review = (await Review.objects.filter({ film, user }).first()) ?? new Review({ film, user, stars: 4 });
    const form =
      request.method === "POST"
        ? await ReviewForm.from(request as Request, { instance: review })
        : await new ReviewForm({ instance: review }).load();
    if (form.isValid() && (await form.save()) !== undefined) {
      request.flash("Thank you for your review.");
      return redirect(request.urlFor("site.film", { slug: film.slug }));
    }
    return reply(await request.render("members/review.html", { film, form }), form.status);
  });

  return members;
}

function filmOf(slug: string): Promise<Film> {
  return getOr404(Film.objects.filter({ slug }), "There is no film at this address.");
}

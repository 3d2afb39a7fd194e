// The cards on the admin's first page: what there is, how it spreads, and what members say.
import type { DashboardCard } from "demijohn/admin";
import { avg, count, sum } from "demijohn/orm";
import { Place } from "./atlas/models.ts";
import { Distributor, Film, Genre } from "./catalog/models.ts";
import { Review, User } from "./members/models.ts";

const list = (path: string): string => `/admin/${path}/`;

export const dashboard: readonly DashboardCard[] = [
  {
    kind: "number",
    title: "Films",
    read: async () => {
      const { gross } = await Film.objects.aggregate({ gross: sum("grossWorld") });
      const billions = (Number(gross ?? 0) / 1e9).toFixed(0);
      return {
        value: await Film.objects.count(),
        note: `${billions} billion dollars of gross`,
        address: list("films/film"),
      };
    },
  },
  {
    kind: "number",
    title: "Places",
    read: async () => ({
      value: await Place.objects.count(),
      note: "with more than 1,000 people",
      address: list("atlas/place"),
    }),
  },
  {
    kind: "number",
    title: "Members",
    read: async () => ({ value: await User.objects.count(), address: list("members/user") }),
  },
  {
    kind: "number",
    title: "Reviews",
    read: async () => {
      const { mean } = await Review.objects.aggregate({ mean: avg("stars") });
      const note = mean === null ? "none yet" : `${Number(mean).toFixed(1)} stars on average`;
      return { value: await Review.objects.count(), note, address: list("members/review") };
    },
  },
  {
    kind: "line",
    title: "Films by year",
    wide: true,
    read: async () => {
      const years = await Film.objects
        .filter({ year__gte: 1970 })
        .orderBy("year")
        .values("year")
        .annotate({ films: count("id") });
      return years.map(({ year, films }) => ({ label: String(year), value: films }));
    },
  },
  {
    kind: "bars",
    title: "Genres",
    wide: true,
    read: async () => {
      const genres = await Genre.objects
        .annotate({ n: count("films") })
        .orderBy("-n")
        .limit(8);
      return genres.map(({ id, name, n }) => ({ label: name, value: n, address: `${list("films/film")}?genre=${id}` }));
    },
  },
  {
    kind: "donut",
    title: "Largest distributors",
    wide: true,
    read: async () => {
      const houses = await Distributor.objects
        .annotate({ n: count("films") })
        .orderBy("-n")
        .limit(5);
      const rest = (await Film.objects.count()) - houses.reduce((all, { n }) => all + n, 0);
      return [
        ...houses.map(({ id, name, n }) => ({
          label: name,
          value: n,
          address: `${list("films/film")}?distributor=${id}`,
        })),
        { label: "All others", value: rest },
      ];
    },
  },
  {
    kind: "table",
    title: "Latest reviews",
    wide: true,
    read: async () => {
      const reviews = await Review.objects.selectRelated("film", "user").limit(6);
      return {
        columns: ["Film", "Stars", "By"],
        rows: reviews.map(({ film, stars, user, pk }) => [
          { text: film.title, address: `${list("members/review")}${pk}/change` },
          stars,
          user.displayName,
        ]),
      };
    },
  },
];

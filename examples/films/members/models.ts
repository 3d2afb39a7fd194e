// The models of the site's members: users, their reviews and their watch lists.
import { Account } from "demijohn/auth";
import { f, Model, unique } from "demijohn/orm";
import { Film } from "../catalog/models.ts";

export class User extends Model(
  "members.User",
  () => User,
  {
    reviews: f.reverse(() => Review, "user"),
    watchList: f.reverse(() => WatchItem, "user"),
  },
  { mixins: [Account], ordering: ["email"] },
) {}

declare global {
  namespace Demijohn {
    interface AuthTypes {
      user: User;
    }
  }
}

export class Review extends Model(
  "members.Review",
  () => Review,
  {
    film: f.foreignKey(() => Film, { relatedName: "reviews", onDelete: "cascade" }),
    user: f.foreignKey(() => User, { relatedName: "reviews", onDelete: "cascade" }),
    stars: f.smallInteger({
      choices: [
        [5, "★★★★★"],
        [4, "★★★★"],
        [3, "★★★"],
        [2, "★★"],
        [1, "★"],
      ],
    }),
    text: f.text({ blank: true, default: "" }),
    writtenAt: f.dateTime({ autoNowAdd: true }),
  },
  {
    ordering: ["-writtenAt"],
    constraints: [unique("one_review_a_film", ["film", "user"], { message: "You have reviewed this film." })],
  },
) {
  override toString(): string {
    return `${this.display("stars")} #${this.pk ?? "new"}`;
  }
}

export class WatchItem extends Model(
  "members.WatchItem",
  () => WatchItem,
  {
    film: f.foreignKey(() => Film, { relatedName: "watchers", onDelete: "cascade" }),
    user: f.foreignKey(() => User, { relatedName: "watchList", onDelete: "cascade" }),
    addedAt: f.dateTime({ autoNowAdd: true }),
  },
  {
    ordering: ["-addedAt"],
    constraints: [unique("one_watch_item_a_film", ["film", "user"], { message: "The film is on your list." })],
  },
) {}

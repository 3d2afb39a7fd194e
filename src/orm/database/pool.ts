// Keeps the connections to one server: opens them when needed, hands them out in turn, and drops broken and old ones.
//
// Invariants: `#members` holds every open connection, `#idle` those with no work, last used last. A statement outside of
// a transaction shares its connection with others (`load` counts them, up to the driver's pipeline depth); a transaction
// has its own. Nobody overtakes a waiter: while `#waiting` is not empty, everyone new joins its end. `#opening` counts
// connections being made; together with `#members` they never exceed `max`.
import { ConnectionError, PoolTimeoutError } from "./database-error.ts";
import { announceOpened } from "./drivers/connection-signal.ts";
import type { Driver, DriverConnection } from "./drivers/driver.ts";

/** Sizes and times of a pool; times in milliseconds. */
export interface PoolOptions {
  /** The most connections; 10 by default. */
  readonly max: number;
  /** How long a task waits for a connection; 10,000 by default. */
  readonly acquireTimeout: number;
  /** How long a connection stays open without work; 60,000 by default. */
  readonly idleTimeout: number;
  /** How old a connection grows; 1,800,000 by default. */
  readonly maxLifetime: number;
  /** After how long without work a connection is asked whether it is alive before it is used; 15,000 by default. */
  readonly checkAfter: number;
}

/** One connection of a pool. */
export interface PoolMember {
  readonly connection: DriverConnection;
  /** Statements on their way; 1 while a transaction has it. */
  load: number;
  exclusive: boolean;
  readonly openedAt: number;
  /** When it last answered, or fell idle. */
  lastProgress: number;
}

interface Waiter {
  readonly exclusive: boolean;
  readonly deadline: number;
  readonly resolve: (member: PoolMember) => void;
  readonly reject: (error: unknown) => void;
}

// A connection whose first statement takes longer than this is not given more to do behind it.
const stalledAfter = 20;

/** The connections to one server. */
export class Pool {
  readonly #alias: string;
  readonly #driver: Driver;
  readonly #options: PoolOptions;
  readonly #members = new Set<PoolMember>();
  readonly #idle: PoolMember[] = [];
  readonly #waiting: Waiter[] = [];
  #opening = 0;
  #last: PoolMember | undefined;
  #timer: NodeJS.Timeout | undefined;
  #reaper: NodeJS.Timeout | undefined;
  #closing: (() => void) | undefined;

  constructor(alias: string, driver: Driver, options: PoolOptions) {
    this.#alias = alias;
    this.#driver = driver;
    this.#options = { ...options, max: Math.min(options.max, driver.maxConnections) };
  }

  /** What the pool is doing, for status pages and tests. */
  get state(): { readonly open: number; readonly idle: number; readonly waiting: number } {
    return { open: this.#members.size, idle: this.#idle.length, waiting: this.#waiting.length };
  }

  /** A connection for one statement, when one can be had at once. */
  take(): PoolMember | undefined {
    if (this.#waiting.length > 0) return undefined;
    const depth = this.#driver.pipelineDepth;
    const last = this.#last;
    // Statements sent in the same breath travel in the same packet.
    if (last?.connection.gathering === true && !last.exclusive && last.load < depth) {
      last.load++;
      return last;
    }
    const idle = this.#takeIdle();
    if (idle !== undefined) {
      idle.load = 1;
      this.#last = idle;
      return idle;
    }
    if (depth === 1 || this.#members.size + this.#opening < this.#options.max) return undefined;
    return this.#shareBusy(depth);
  }

  #takeIdle(): PoolMember | undefined {
    const member = this.#idle.at(-1);
    if (member === undefined || performance.now() - member.lastProgress > this.#options.checkAfter) return undefined;
    this.#idle.pop();
    member.connection.ref();
    return member;
  }

  #shareBusy(depth: number): PoolMember | undefined {
    const now = performance.now();
    let best: PoolMember | undefined;
    for (const member of this.#members) {
      if (member.exclusive || member.load >= depth || member.connection.broken) continue;
      if (now - member.lastProgress > stalledAfter) continue;
      if (best === undefined || member.load < best.load) best = member;
    }
    if (best !== undefined) best.load++;
    return best;
  }

  /** Waits for a connection: alone on it for a transaction, otherwise for one statement. */
  wait(exclusive: boolean): Promise<PoolMember> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        exclusive,
        deadline: performance.now() + this.#options.acquireTimeout,
        resolve,
        reject,
      });
      this.#serve();
      this.#watch();
    });
  }

  /** Takes back what {@link take} or {@link wait} gave. */
  release(member: PoolMember): void {
    member.load--;
    const now = performance.now();
    member.lastProgress = now;
    if (member.load > 0) {
      if (this.#waiting.length > 0) this.#serve();
      return;
    }
    member.exclusive = false;
    if (member.connection.broken || now - member.openedAt > this.#options.maxLifetime || this.#closing !== undefined) {
      this.#drop(member);
    } else {
      this.#idle.push(member);
      member.connection.unref();
      if (this.#waiting.length > 0) this.#serve();
      else this.#startReaper();
    }
  }

  #drop(member: PoolMember): void {
    if (!this.#members.delete(member)) return;
    if (this.#last === member) this.#last = undefined;
    const at = this.#idle.indexOf(member);
    if (at >= 0) this.#idle.splice(at, 1);
    // Whether a connection that is thrown away says goodbye does not matter any more.
    member.connection.close().catch(() => {});
    if (this.#members.size === 0) this.#closing?.();
    if (this.#waiting.length > 0) this.#serve();
  }

  // Gives connections to waiters, strictly in their order, and opens more where there may be more.
  #serve(): void {
    while (this.#waiting.length > 0) {
      const waiter = this.#waiting[0]!;
      const idle = this.#idle.at(-1);
      if (idle !== undefined) {
        this.#waiting.shift();
        this.#idle.pop();
        idle.connection.ref();
        idle.load = 1;
        idle.exclusive = waiter.exclusive;
        if (performance.now() - idle.lastProgress > this.#options.checkAfter) this.#check(idle, waiter);
        else waiter.resolve(idle);
        continue;
      }
      if (this.#members.size + this.#opening < this.#options.max) {
        if (this.#opening < this.#waiting.length) this.#open();
        else break;
        continue;
      }
      const shared = waiter.exclusive ? undefined : this.#shareBusy(this.#driver.pipelineDepth);
      if (shared === undefined) break;
      this.#waiting.shift();
      waiter.resolve(shared);
    }
    if (this.#waiting.length === 0) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
  }

  // A connection that was long idle may have died unnoticed; then the waiter goes back to the front.
  #check(member: PoolMember, waiter: Waiter): void {
    member.connection.ping().then(
      () => {
        member.lastProgress = performance.now();
        waiter.resolve(member);
      },
      () => {
        this.#waiting.unshift(waiter);
        this.#drop(member);
        this.#serve();
      },
    );
  }

  async #connect(): Promise<DriverConnection> {
    const connection = await this.#driver.connect();
    try {
      await announceOpened({
        database: this.#alias,
        dialect: this.#driver.dialect.name,
        readOnly: false,
        script: (text) => connection.script(text),
      });
    } catch (error) {
      await connection.close().catch(() => {});
      throw error;
    }
    return connection;
  }

  #open(): void {
    this.#opening++;
    this.#connect().then(
      (connection) => {
        this.#opening--;
        const now = performance.now();
        const member: PoolMember = { connection, load: 0, exclusive: false, openedAt: now, lastProgress: now };
        connection.onBroken = () => {
          if (member.load === 0) this.#drop(member);
        };
        this.#members.add(member);
        this.#idle.push(member);
        connection.unref();
        this.#serve();
        this.#startReaper();
      },
      (error) => {
        this.#opening--;
        const mapped = this.#driver.mapError(error, undefined);
        // With no connection left, nobody else would ever serve the waiters: all of them learn why.
        if (this.#members.size === 0) for (const waiter of this.#waiting.splice(0)) waiter.reject(mapped);
        else this.#waiting.shift()?.reject(mapped);
        this.#serve();
      },
    );
  }

  // Deadlines are in the order of the queue, so that one timer serves all waiters.
  #watch(): void {
    if (this.#timer !== undefined || this.#waiting.length === 0) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        const now = performance.now();
        while (this.#waiting.length > 0 && this.#waiting[0]!.deadline <= now + 1)
          this.#waiting.shift()!.reject(this.#timeoutError());
        this.#watch();
      },
      Math.max(0, this.#waiting[0]!.deadline - performance.now()),
    );
  }

  #timeoutError(): PoolTimeoutError {
    const { max, acquireTimeout } = this.#options;
    const busy = this.#members.size - this.#idle.length;
    return new PoolTimeoutError(
      "ORM_POOL_TIMEOUT",
      `No connection to "${this.#alias}" became free within ${acquireTimeout} ms.`,
      {
        facts: [`Connections in use: ${busy} of ${max}. Tasks waiting: ${this.#waiting.length + 1}.`],
        cure: "Keep transactions short, and await nothing else inside of them; or raise ?max= or ?acquireTimeout= in the database's URL.",
      },
    );
  }

  #startReaper(): void {
    if (this.#reaper !== undefined || this.#idle.length === 0) return;
    this.#reaper = setTimeout(() => {
      this.#reaper = undefined;
      const oldest = performance.now() - this.#options.idleTimeout;
      for (const member of this.#idle.filter((idle) => idle.lastProgress <= oldest)) this.#drop(member);
      this.#startReaper();
    }, this.#options.idleTimeout / 2);
    this.#reaper.unref();
  }

  /** Closes idle connections now and the others when their work is done; resolves when all are closed. */
  async close(): Promise<void> {
    clearTimeout(this.#reaper);
    this.#reaper = undefined;
    const error = new ConnectionError("ORM_CONNECTION_ERROR", `The connections to "${this.#alias}" are being closed.`);
    for (const waiter of this.#waiting.splice(0)) waiter.reject(error);
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const idle = this.#idle.splice(0);
    const closed = idle.map((member) => {
      this.#members.delete(member);
      // A socket that does not keep the process alive could not say goodbye any more.
      member.connection.ref();
      return member.connection.close();
    });
    if (this.#members.size > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#closing = resolve;
      await promise;
    }
    await Promise.allSettled(closed);
    await this.#driver.close?.();
  }
}

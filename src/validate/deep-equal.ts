// Compares two plain values, patterns included, key by key.

/** Whether two values of validators' descriptions are equal. */
export function isDeepEqual(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (left instanceof RegExp || right instanceof RegExp)
    return left instanceof RegExp && right instanceof RegExp && String(left) === String(right);
  if (left instanceof Date || right instanceof Date)
    return left instanceof Date && right instanceof Date && left.getTime() === right.getTime();
  if (isTemporal(left) || isTemporal(right))
    return isTemporal(left) && isTemporal(right) && String(left) === String(right);
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  return names.every(
    (name) =>
      Object.hasOwn(right, name) && isDeepEqual(left[name as keyof typeof left], right[name as keyof typeof right]),
  );
}

function isTemporal(value: object): boolean {
  return Object.prototype.toString.call(value).startsWith("[object Temporal.");
}

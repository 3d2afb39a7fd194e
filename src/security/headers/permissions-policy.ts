// Writes a Permissions-Policy: which features of browsers the app's pages, and frames in them, may use.

/** Who may use each feature: nobody, or `self`, `*` and origins. */
export type PermissionsPolicy = Readonly<Record<string, readonly string[] | undefined>>;

/** Features that few sites need and that visitors would miss if a stolen page used them. */
export const defaultPermissions: PermissionsPolicy = Object.freeze({
  camera: [],
  geolocation: [],
  microphone: [],
  payment: [],
  usb: [],
  "browsing-topics": [],
});

/** Writes the header: `camera=(), geolocation=(self "https://maps.example")`. */
export function formatPermissionsPolicy(policy: PermissionsPolicy): string {
  return Object.entries(policy)
    .filter((entry): entry is [string, readonly string[]] => entry[1] !== undefined)
    .map(([feature, allowed]) => {
      const name = feature.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      if (allowed.includes("*")) return `${name}=*`;
      return `${name}=(${allowed.map((one) => (one === "self" || one === "src" ? one : JSON.stringify(one))).join(" ")})`;
    })
    .join(", ");
}

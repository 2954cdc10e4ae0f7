// --- exact numbers: ratios of whole numbers of any size -----------------------------------------------------------

class Exact {
  constructor(top, bottom) {
    this.top = top;
    this.bottom = bottom;
  }
}

const magnitude = (whole) => (whole < 0n ? -whole : whole);

function commonDivisor(one, other) {
  while (other) [one, other] = [other, one % other];
  return one;
}

// The ratio of two whole numbers, reduced; the second is not 0.
function ratio(top, bottom = 1n) {
  if (bottom === 1n) return new Exact(top, 1n);
  if (bottom < 0n) [top, bottom] = [-top, -bottom];
  const shared = commonDivisor(magnitude(top), bottom);
  return shared === 1n ? new Exact(top, bottom) : new Exact(top / shared, bottom / shared);
}

const ZERO = ratio(0n);
const HALF = ratio(1n, 2n);
const plus = (a, b) => ratio(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
const minus = (a, b) => ratio(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom);
const times = (a, b) => ratio(a.top * b.top, a.bottom * b.bottom);
const over = (a, b) => ratio(a.top * b.bottom, a.bottom * b.top);
const distance = (a, b) => { const gap = minus(a, b); return new Exact(magnitude(gap.top), gap.bottom); };

// Below 0, 0 or above 0: how a lies to b.
function order(a, b) {
  const gap = a.top * b.bottom - b.top * a.bottom;
  return gap < 0n ? -1 : gap > 0n ? 1 : 0;
}

const HOLDS = {
  "<": (a, b) => order(a, b) < 0,
  "<=": (a, b) => order(a, b) <= 0,
  ">": (a, b) => order(a, b) > 0,
  ">=": (a, b) => order(a, b) >= 0,
  "==": (a, b) => (a instanceof Exact ? order(a, b) === 0 : a === b),
};

// The whole number that top / bottom (above 0) rounds to; all modes are symmetric about zero.
function roundedQuotient(top, bottom, mode) {
  const size = magnitude(top);
  let whole = size / bottom;
  const rest = size % bottom;
  if (mode === "half_up") whole += 2n * rest >= bottom ? 1n : 0n;
  else if (mode === "half_even") whole += 2n * rest > bottom || (2n * rest === bottom && whole % 2n === 1n) ? 1n : 0n;
  else if (mode === "up") whole += rest > 0n ? 1n : 0n;
  return top < 0n ? -whole : whole;
}

function rounded(value, places, mode = "half_up") {
  if (places >= 0) {
    const scale = 10n ** BigInt(places);
    return ratio(roundedQuotient(value.top * scale, value.bottom, mode), scale);
  }
  const scale = 10n ** BigInt(-places);
  return ratio(roundedQuotient(value.top, value.bottom * scale, mode) * scale);
}

// How many decimals a number has; null if they never end (1/3).
function placesOf(value) {
  let [rest, twos, fives] = [value.bottom, 0, 0];
  for (; rest % 2n === 0n; twos += 1) rest /= 2n;
  for (; rest % 5n === 0n; fives += 1) rest /= 5n;
  return rest === 1n ? Math.max(twos, fives) : null;
}

// The number with that many places, which must be enough.
function inDecimals(value, places) {
  const units = (value.top * 10n ** BigInt(places)) / value.bottom;
  const digits = String(magnitude(units)).padStart(places + 1, "0");
  const split = digits.length - places;
  return `${units < 0n ? "-" : ""}${digits.slice(0, split)}${places ? `.${digits.slice(split)}` : ""}`;
}

const MOST_DIGITS = 40;

// The number as text, "0.35", "7" or "1/9": nothing of it is lost.
function textOf(value) {
  const places = placesOf(value);
  if (places === null || places + String(magnitude(value.top) / value.bottom).length > MOST_DIGITS) {
    return `${value.top}/${value.bottom}`;
  }
  return inDecimals(value, places);
}

const plain = (value) => (value instanceof Exact ? textOf(value) : value);

// --- the numbers of a record ------------------------------------------------------------------------------------------

class Unreadable {
  constructor(code, facts = {}) {
    this.code = code;
    this.facts = facts;
  }
}

const BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const ENDS = new RegExp(`^${BLANK}+|${BLANK}+$`, "g");
const stripped = (text) => text.replace(ENDS, "");

const PLAIN = /^(-?)([0-9]+)(?:\.([0-9]+))?$/;
const GROUPED = /^-?[1-9][0-9]{0,2}\.[0-9]{3}$/; // in Indonesia twenty-five thousand is 25.000
const SCIENTIFIC = /^[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+$/;
const COMMA = /^(?:-?[0-9]{1,3}(?:\.?[0-9]{3})*,[0-9]+|-?[0-9]+,[0-9]+)$/;
const LARGEST = 10 ** 15; // units: above it two decimals may share one float
const LARGEST_SNAPPED = 10 ** 12;

// A value of a record in units of 10^-decimals.
function unitsOf(value, decimals) {
  if (typeof value === "string") return unitsOfText(value, decimals);
  if (typeof value === "number" && !Number.isSafeInteger(value)) return unitsOfFloat(value, decimals);
  if (typeof value !== "bigint" && typeof value !== "number") throw new Unreadable("ASN404");
  const whole = BigInt(value);
  if (magnitude(whole) >= 10n ** BigInt(MOST_DIGITS)) throw new Unreadable("ASN417", { limit: MOST_DIGITS });
  return whole * 10n ** BigInt(decimals);
}

function unitsOfText(given, decimals) {
  const text = stripped(given);
  if ([...text].length > 2 * MOST_DIGITS) throw new Unreadable("ASN417", { limit: MOST_DIGITS });
  const match = PLAIN.exec(text);
  if (match === null) {
    if (SCIENTIFIC.test(text)) throw new Unreadable("ASN420");
    if (COMMA.test(text)) throw new Unreadable("ASN419", { said: 'Cells(decimal="comma")' });
    throw new Unreadable("ASN404");
  }
  const [, sign, whole, part = ""] = match;
  if (decimals < 3 && GROUPED.test(text)) throw new Unreadable("ASN428");
  const kept = part.length > decimals ? part.replace(/0+$/, "") : part;
  if (kept.length > decimals) throw new Unreadable("ASN405", { decimals });
  if (whole.length + kept.length > MOST_DIGITS) throw new Unreadable("ASN417", { limit: MOST_DIGITS });
  const units = BigInt(whole + kept) * 10n ** BigInt(decimals - kept.length);
  return sign ? -units : units;
}

// A float stands for the nearest decimal of so many places, if it is far closer to it than to any other.
function unitsOfFloat(value, decimals) {
  if (!Number.isFinite(value)) throw new Unreadable("ASN418");
  const scale = Number(`1e${decimals}`);
  const product = value * scale;
  if (Math.abs(product) > LARGEST) throw new Unreadable("ASN421", { limit: 10n ** 15n / 10n ** BigInt(decimals) });
  const below = Math.floor(product);
  const gap = product - below;
  const nearest = gap < 0.5 || (gap === 0.5 && below % 2 === 0) ? below : below + 1;
  const close = Math.abs(product - nearest) <= Math.max(1e-9, Math.abs(nearest) * 2 ** -50);
  if (nearest / scale === value || (Math.abs(nearest) <= LARGEST_SNAPPED && close)) return BigInt(nearest);
  throw new Unreadable("ASN405", { decimals });
}

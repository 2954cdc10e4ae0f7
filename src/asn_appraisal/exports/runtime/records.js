// --- faults: what is wrong with a record, and where; never the value itself -------------------------------------------

const LANGUAGES = ["id", "en"];
const inLanguages = (told) => Object.fromEntries(LANGUAGES.map((language) => [language, told(language)]));
const MOST_SHOWN = 1000;

function filled(template, facts) {
  const missing = (name) => facts[name] === undefined || facts[name] === null || facts[name] === "";
  const kept = template.replace(/\[\[(.*?)\]\]/g, (_, inside) =>
    [...inside.matchAll(/\{(\w+)\}/g)].some(([, name]) => missing(name)) ? "" : inside);
  return kept.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
}

function words(facts, language) {
  const own = Object.entries(facts).filter(([name]) => name.endsWith(`_${language}`));
  const all = [...Object.entries(facts), ...own.map(([name, fact]) => [name.slice(0, -3), fact])];
  const told = Object.fromEntries(all.map(([name, fact]) => [name, shortened(String(fact))]));
  if (Object.hasOwn(KINDS, told.kind)) told.kind = KINDS[told.kind][language];
  return told;
}

const shortened = (text) => (text.length <= MOST_SHOWN ? text : `${text.slice(0, MOST_SHOWN)}...`);

class Fault {
  constructor(code, { list = null, item_row = null, field = null, kind = null, facts = {} }) {
    Object.assign(this, { code, list, item_row, field, kind });
    const told = { kind: kind ?? "", field: field ?? "", list: list ?? "", ...facts };
    const halves = (language) => (FORM_TEXTS[code] ?? TEXTS[code])[language].split("¦");
    const said = (template, language) => stripped(filled(template, words(told, language)));
    const place = this.place();
    const text = (language) => said(TEXTS[code][language].replaceAll("¦", ""), language);
    this.message = inLanguages((language) => (place ? `${place}: ` : "") + text(language));
    this.label = inLanguages((language) => facts[`label_${language}`] || facts.label_id || field || list || "");
    this.problem = inLanguages((language) => said(halves(language)[0], language).replace(/[:;,]+$/, ""));
    this.remedy = inLanguages((language) => said(halves(language)[1] ?? "", language));
    Object.defineProperty(this, "facts", { value: facts }); // not shown: what the texts are made of
    Object.defineProperty(this, "same", { value: JSON.stringify([code, list, item_row, field, kind, facts]) });
  }

  place() {
    const row = (this.list ?? "") + (this.item_row === null ? "" : `[${this.item_row}]`);
    return this.field === null ? row : `${row}${row ? "." : ""}${this.field}`;
  }
}

const distinctFaults = (faults) => [...new Map(faults.map((fault) => [fault.same, fault])).values()];

function kindOf(value) {
  if (value === null || value === undefined) return "absent";
  if (typeof value === "number") return Number.isSafeInteger(value) ? "integer" : "float";
  if (Array.isArray(value)) return "list";
  if (value instanceof Set) return "set";
  if (value instanceof Unreadable) return "text";
  return { string: "text", boolean: "boolean", bigint: "integer", object: "mapping" }[typeof value] ?? typeof value;
}

// --- names that were surely meant to be others ------------------------------------------------------------------------

const LEAST_LETTERS = 6;
const MOST_LETTERS = 80;
const MOST_CHOICES = 500;
const fold = (name) => [...name.toLowerCase().replaceAll("ß", "ss")].filter((sign) => /[\p{L}\p{N}]/u.test(sign));
const isDigit = (sign) => /\p{Nd}/u.test(sign);

function oneEdit(one, other) {
  const [left, right] = one.length <= other.length ? [one, other] : [other, one];
  let start = 0;
  while (start < left.length && left[start] === right[start]) start += 1;
  const same = (a, b) => a.join("\n") === b.join("\n");
  if (left.length === right.length) {
    const changed = same(left.slice(start + 1), right.slice(start + 1));
    const pair = left.slice(start, start + 2);
    const swapped = same([...pair].reverse(), right.slice(start, start + 2)) && same(left.slice(start + 2), right.slice(start + 2));
    return (changed && ![left[start], right[start]].some((sign) => sign && isDigit(sign))) || (swapped && !pair.some(isDigit));
  }
  return same(left.slice(start), right.slice(start + 1)) && !isDigit(right[start]);
}

// The first of some fields that a name was probably meant to be, or null.
function meant(name, fields) {
  const folded = fold(name);
  for (const field of fields) {
    const wanted = fold(field);
    const letters = wanted.filter((sign) => /\p{L}/u.test(sign)).length >= LEAST_LETTERS;
    const short = Math.max(folded.length, wanted.length) <= MOST_LETTERS;
    const near = letters && short && Math.abs(folded.length - wanted.length) <= 1 && oneEdit(folded, wanted);
    if (folded.join("") === wanted.join("") || near) return field;
  }
  return null;
}

// How many signs two texts share in their longest common runs, taken greedily.
function matches(a, b, [low, high, from, to] = [0, a.length, 0, b.length]) {
  let [size, left, right] = [0, low, from];
  let runs = new Map();
  for (let i = low; i < high; i += 1) {
    const next = new Map();
    for (let j = from; j < to; j += 1) {
      if (a[i] !== b[j]) continue;
      const run = (runs.get(j - 1) ?? 0) + 1;
      next.set(j, run);
      if (run > size) [size, left, right] = [run, i - run + 1, j - run + 1];
    }
    runs = next;
  }
  if (!size) return 0;
  return size + matches(a, b, [low, left, from, right]) + matches(a, b, [left + size, high, right + size, to]);
}

// The choices closest to a name, best first.
function closest(name, choices, most = 3) {
  const word = [...name.toLowerCase()];
  if (choices.length > MOST_CHOICES || [...name].length > MOST_LETTERS) return [];
  const score = (choice) => (choice.length + word.length ? (2 * matches([...choice], word)) / (choice.length + word.length) : 1);
  const near = choices.map((choice) => [score(choice), choice]).filter(([value]) => value >= 0.75);
  near.sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? 1 : -1));
  return near.slice(0, most).map(([, choice]) => choice);
}

// --- reading a record -------------------------------------------------------------------------------------------------

const UNREAD = Symbol("unread"); // what stands for a field at fault: whatever is worked out from it has no value
const REFUSED_CHOICES = 100; // so many wrong levels of a record get a "did you mean"
const FAULTS_SHOWN = 20;

class RowsInDoubt extends Array {} // each row can be worked out, and nothing over all

function isAbsent(value) {
  if (value === null || value === undefined) return true;
  return typeof value === "string" ? stripped(value) === "" : Number.isNaN(value);
}

// The entries of a record as a Map; null for what is no record.
function entriesOf(record) {
  if (record instanceof Map) return record;
  if (record === null || typeof record !== "object" || Symbol.iterator in record) return null;
  return new Map(Object.entries(record));
}

class RecordReader {
  constructor(ignore) {
    this.ignoresAll = ignore === "all";
    this.ignored = new Set(typeof ignore === "string" ? [ignore] : ignore);
    this.faults = [];
    this.defaulted = [];
    this.place = {};
    this.inside = null; // the list and the row that are read
    this.lookedUp = 0;
  }

  row(fields, data, lists = []) {
    const values = new Map();
    for (const field of fields) values.set(field.key, this.field(field, data.get(field.key)));
    const known = [...fields, ...lists].map((entry) => entry.key);
    if (known.filter((key) => data.has(key)).length !== data.size) {
      for (const key of this.unknown(data, known)) values.set(key, UNREAD);
    }
    return values;
  }

  field(field, value) {
    if (isAbsent(value)) return this.absent(field);
    try {
      if (value instanceof Unreadable) throw value; // what a form says of a text that it cannot read
      return field.read(value, this);
    } catch (problem) {
      if (!(problem instanceof Unreadable)) throw problem;
      this.fault(problem.code, field, value, { ...field.facts, ...problem.facts });
      return UNREAD;
    }
  }

  absent(field) {
    if (field.otherwise !== null) this.defaulted.push({ inside: this.inside, field });
    else if (!field.optional) {
      this.fault("ASN401", field, null, field.facts);
      return UNREAD;
    }
    return field.otherwise;
  }

  // Note the fields that a record should not have; gives those that they were surely meant to be.
  unknown(data, known) {
    const surely = [];
    const absent = known.filter((key) => !data.has(key));
    for (const name of data.keys()) {
      if (known.includes(name) || this.ignored.has(name)) continue;
      const wanted = meant(String(name), absent);
      if (wanted !== null) {
        surely.push(wanted);
        this.faults.push(new Fault("ASN403", { field: String(name), facts: { meant: wanted }, ...this.place }));
      } else if (!this.ignoresAll) {
        const close = this.faults.length < FAULTS_SHOWN ? closest(String(name), known, 1) : [];
        const facts = { fields: known.join(", "), close: close.join(", ") };
        this.faults.push(new Fault("ASN402", { field: String(name), facts, ...this.place }));
      }
    }
    return surely;
  }

  rows(items, given) {
    const value = isAbsent(given) ? [] : given;
    if (typeof value !== "object" || value instanceof Map || !(Symbol.iterator in value)) {
      this.faults.push(new Fault("ASN410", { list: items.key, kind: kindOf(value) }));
      return UNREAD;
    }
    const entries = [...value];
    const wrong = [];
    const about = { list: items.key };
    if (!items.optional && entries.length < items.least) {
      wrong.push(new Fault("ASN411", { ...about, facts: { least: String(items.least), ...labels(items) } }));
    }
    if (items.most !== null && entries.length > items.most) {
      const facts = { most: String(items.most), ...labels(items), count: String(entries.length) };
      wrong.push(new Fault("ASN455", { ...about, facts }));
    }
    this.faults.push(...wrong);
    const first = new Map();
    const rows = entries.map((entry, index) => {
      [this.place, this.inside] = [{ list: items.key, item_row: index }, [items, index]];
      const data = entriesOf(entry);
      if (data === null) {
        this.faults.push(new Fault("ASN410", { kind: kindOf(entry), ...this.place }));
        return new Map(items.fields.map((field) => [field.key, UNREAD]));
      }
      const row = this.row(items.fields, data);
      const again = this.repeated(items, row, first);
      this.faults.push(...again);
      wrong.push(...again);
      return row;
    });
    [this.place, this.inside] = [{}, null];
    return wrong.length ? RowsInDoubt.from(rows) : rows;
  }

  // The fault of a row whose unique fields hold what an earlier row's do; one that cannot be read is unlike any.
  repeated(items, row, first) {
    const values = items.unique.map((field) => row.get(field.key));
    if (!values.length || values.includes(null) || values.includes(UNREAD)) return [];
    const key = JSON.stringify(values.map(plain));
    const { item_row: index } = this.place;
    if (!first.has(key)) first.set(key, index);
    const earlier = first.get(key);
    if (earlier === index) return [];
    const labelled = inLanguages((language) => items.unique.map((field) => field.name[language]).join(", "));
    const facts = { label_en: labelled.en, label_id: labelled.id, rows: String(earlier), number: String(earlier + 1) };
    const keys = items.unique.map((field) => field.key);
    const alone = keys.length === 1;
    return [new Fault("ASN457", { ...this.place, field: alone ? keys[0] : null, facts: alone ? facts : { ...facts, fields: keys.join(", ") } })];
  }

  fault(code, field, value, facts) {
    const told = Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, String(fact)]));
    this.faults.push(new Fault(code, { field: field.key, kind: kindOf(value), facts: { ...told, ...labels(field) }, ...this.place }));
  }
}

const labels = (entry) => ({ label_en: entry.name.en, label_id: entry.name.id });

function readRecord(policy, record, ignore) {
  const reader = new RecordReader(ignore);
  const data = entriesOf(record);
  if (data === null) {
    const values = new Map([...policy.fields, ...policy.lists].map((entry) => [entry.key, UNREAD]));
    return { values, faults: [new Fault("ASN422", { kind: kindOf(record) })], defaulted: [] };
  }
  const values = reader.row(policy.fields, data, policy.lists);
  for (const items of policy.lists) {
    const rows = reader.rows(items, data.get(items.key));
    if (!values.has(items.key)) values.set(items.key, rows);
  }
  return { values, faults: reader.faults, defaulted: reader.defaulted };
}

// --- the page: its form is read, scored and explained while it is filled in --------------------------------------------

const said = (name, facts = {}) => filled(SAID[name], facts);
const form = document.getElementById("form");
const status = document.getElementById("status");
const faultList = document.getElementById("faults");
const explanationBox = document.getElementById("explanation");
const printButton = document.getElementById("print");
const lists = [...form.querySelectorAll("fieldset.list")];
const touched = new WeakSet(); // fields that were left, or checked: only their faults are shown
let current = null;

function element(tag, text = "", kind = "") {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

// --- numbers as people of the language write them

const WITH_COMMA = /^(-?)(?:([1-9][0-9]{0,2}(?:\.[0-9]{3})+)|([0-9]+))(?:,([0-9]+))?$/;

function numberOf(given, decimals) {
  const text = stripped(given);
  if (LANGUAGE !== "id" || text === "") return text;
  const match = WITH_COMMA.exec(text);
  if (match === null) {
    if (/^[+-]?[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+$/.test(text)) return new Unreadable("ASN420");
    return new Unreadable(/^-?[0-9]+\.[0-9]+$/.test(text) ? "ASN423" : "ASN404");
  }
  const [, sign, groups, whole] = match;
  let part = match[4] ?? "";
  if (part.length === 3 && decimals < 3) {
    part = part.replace(/0+$/, "");
    if (part.length > decimals) return new Unreadable("ASN405");
  }
  return sign + (whole ?? groups.replaceAll(".", "")) + (part ? `.${part}` : "");
}

// --- reading the form

const fieldsIn = (box) => [...box.querySelectorAll("[data-key]")];
const ownFields = () => fieldsIn(form).filter((field) => field.closest("fieldset.list") === null);
const rowsOf = (list) => [...list.querySelectorAll("fieldset.row")];

function valueOf(field) {
  const { value, dataset: { kind, decimals } } = field;
  if (value === "") return null;
  if (kind === "flag") return value === "true";
  return kind === "category" ? value : numberOf(value, Number(decimals));
}

const valuesOf = (fields) => Object.fromEntries(fields.map((field) => [field.dataset.key, valueOf(field)]));

function recordOf() {
  const own = valuesOf(ownFields());
  return { ...own, ...Object.fromEntries(lists.map((list) => [list.dataset.list, rowsOf(list).map((row) => valuesOf(fieldsIn(row)))])) };
}

// --- rows of lists

// The names by which labels, hints and faults belong together, with the number of each row.
function numberRows(list) {
  const rows = rowsOf(list);
  rows.forEach((row, index) => {
    row.querySelector(".number").textContent = index + 1;
    const title = row.querySelector("legend").textContent;
    row.querySelector(".remove").setAttribute("aria-label", said("remove", { name: title }));
    row.querySelector(".fault").id = `fault-${list.dataset.list}-${index}`;
    row.setAttribute("aria-describedby", row.querySelector(".fault").id);
    row.id = `row-${list.dataset.list}-${index}`;
    for (const field of fieldsIn(row)) {
      const box = field.closest(".field");
      const name = `${list.dataset.list}-${index}-${field.dataset.key}`;
      field.id = `field-${name}`;
      box.querySelector("label").htmlFor = field.id;
      box.querySelector(".hint").id = `hint-${name}`;
      box.querySelector(".fault").id = `fault-${name}`;
      field.setAttribute("aria-describedby", `hint-${name} fault-${name}`);
    }
  });
  list.querySelector(".none").hidden = rows.length > 0;
  list.querySelector(".add").disabled = list.dataset.most !== "" && rows.length >= Number(list.dataset.most);
}

function newRow(list) {
  const row = list.querySelector("template").content.firstElementChild.cloneNode(true);
  list.querySelector(".rows").append(row);
  row.querySelector(".remove").addEventListener("click", () => removeRow(list, row));
  return row;
}

function addRow(list) {
  const row = newRow(list);
  numberRows(list);
  return row;
}

function removeRow(list, row) {
  const next = row.nextElementSibling ?? row.previousElementSibling;
  row.remove();
  numberRows(list);
  (next?.querySelector(".remove") ?? list.querySelector(".add")).focus();
  touched.add(list);
  update();
}

const MOST_ROWS_AT_FIRST = 5;

function emptyLists() {
  for (const list of lists) {
    list.querySelector(".rows").replaceChildren();
    for (let count = Math.min(Number(list.dataset.least), MOST_ROWS_AT_FIRST); count > 0; count -= 1) newRow(list);
    numberRows(list);
  }
}

// --- faults at their places

function placeOfFault({ list, item_row: row, field }) {
  const name = [list, row, field].filter((each) => each !== null).join("-");
  return document.getElementById(field !== null ? `field-${name}` : row !== null ? `row-${name}` : `list-${name}`);
}

const slotOf = (place) => document.getElementById(place.getAttribute("aria-describedby").split(" ").at(-1));
const toldFault = (fault) => [fault.problem[LANGUAGE], fault.remedy[LANGUAGE]].filter(Boolean).join(": ");

function showFaults(faults) {
  for (const place of form.querySelectorAll("[aria-invalid]")) place.removeAttribute("aria-invalid");
  for (const slot of form.querySelectorAll(".fault")) slot.textContent = "";
  faultList.replaceChildren();
  for (const fault of faults) {
    const place = placeOfFault(fault);
    const line = element("li");
    if (place !== null) {
      const slot = slotOf(place);
      if (place.matches("input, select")) place.setAttribute("aria-invalid", "true");
      slot.textContent = [slot.textContent, toldFault(fault)].filter(Boolean).join("; ");
      const link = element("a", nameOf(place, fault));
      link.href = `#${place.id}`;
      link.addEventListener("click", (event) => {
        event.preventDefault();
        place.focus();
        place.scrollIntoView({ block: "center" });
      });
      line.append(link, `: ${toldFault(fault)}`);
    } else line.textContent = toldFault(fault);
    faultList.append(line);
  }
  faultList.hidden = faults.length === 0;
}

function nameOf(place, fault) {
  const row = place.closest("fieldset.row");
  const own = fault.field === null ? "" : fault.label[LANGUAGE];
  return [row?.querySelector("legend").textContent, own].filter(Boolean).join(", ") || fault.label[LANGUAGE];
}

// --- the result

function pair(name, value, kind, exact = "") {
  const box = element("p", "", kind);
  box.append(element("span", name, "name"), element("strong", value));
  if (exact) box.append(element("span", exact, "exact"));
  return box;
}

function announce(parts) {
  const before = status.textContent;
  const box = element("div");
  box.append(...parts);
  if (box.textContent !== before) status.replaceChildren(...parts); // said once, not at each letter
}

function showResult(appraisal, pending, wrong) {
  const done = appraisal.faults.length === 0;
  explanationBox.hidden = printButton.hidden = !done;
  document.body.classList.toggle("done", done);
  if (!done) {
    const state = wrong ? said("wrong", { count: wrong }) : said("unfinished", { count: pending });
    const untouched = !wrong && fieldsIn(form).every((field) => field.value === "");
    announce([element("p", untouched ? said("empty") : state, wrong ? "state wrong" : "state")]);
    document.getElementById("steps").replaceChildren();
    return;
  }
  const parts = [];
  if (appraisal.score !== null) {
    const digits = textOf(ratioOf(appraisal.exact)) === textOf(ratioOf(appraisal.score)) ? "" : exactText(appraisal);
    parts.push(pair(said("score"), numeral(appraisal.score, LANGUAGE), "score", digits));
  }
  if (appraisal.band !== null) parts.push(pair(said("band"), bandName(appraisal), "band"));
  announce(parts);
  showSteps(appraisal);
}

const bandName = ({ band }) => (LANGUAGE === "en" ? band.english : band.name);

function ratioOf(text) {
  const [top, bottom = "1"] = text.split("/");
  const [whole, part = ""] = top.split(".");
  return ratio(BigInt(whole + part), BigInt(bottom) * 10n ** BigInt(part.length));
}

function exactText(appraisal) {
  const trace = TRACES.get(appraisal);
  return said("exact", { value: new StepWords(trace, LANGUAGE).digits.text(ratioOf(appraisal.exact), LANGUAGE) });
}

const OPEN_LEVELS = 2; // what deeper steps rest on is folded away, as the rows of a long list

function stepBox(step, level = 0) {
  const box = element("li");
  const head = element("p", "", "head");
  head.append(element("span", step.title), " ", element("strong", equalTo(step.value)));
  if (step.again) head.append(" ", element("span", say("steps.again", LANGUAGE), "rule"));
  box.append(head);
  if (step.rule !== null) box.append(element("p", step.rule, "rule"));
  if (step.worked !== null) box.append(element("p", equalTo(step.worked), "worked"));
  box.append(...step.reasons.map((reason) => element("p", reason, "reason")));
  if (step.basis.length) {
    const sources = element("details", "", "basis");
    sources.append(element("summary", said("sources")), ...step.basis.map((source) => element("p", source)));
    box.append(sources);
  }
  if (step.children.length) {
    const inside = element("ul");
    inside.append(...step.children.map((child) => stepBox(child, level + 1)));
    if (level < OPEN_LEVELS) box.append(inside);
    else {
      const folded = element("details");
      folded.append(element("summary", said("details")), inside);
      box.append(folded);
    }
  }
  return box;
}

function showSteps(appraisal) {
  const steps = element("ul");
  steps.append(...explanation(appraisal, LANGUAGE).map((step) => stepBox(step)));
  const box = document.getElementById("steps");
  box.replaceChildren(steps);
  const told = notes(appraisal, LANGUAGE);
  if (told.length) {
    const list = element("ul", "", "notes");
    list.append(...told.map((note) => element("li", note)));
    box.append(element("h3", said("notes")), list);
  }
}

// --- while it is filled in

const isPending = (fault) => !touched.has(placeOfFault(fault) ?? form);

// Faults come in the order of the formulas; who reads the page goes down it.
function inPageOrder(faults) {
  const placed = faults.map((fault) => [placeOfFault(fault), fault]);
  const follows = (a, b) => a && b && b.compareDocumentPosition(a) & Node.DOCUMENT_POSITION_FOLLOWING;
  return placed.sort(([a], [b]) => (follows(a, b) ? 1 : follows(b, a) ? -1 : 0)).map(([, fault]) => fault);
}

function update() {
  current = appraised(POLICY, recordOf());
  const shown = inPageOrder(current.faults.filter((fault) => !isPending(fault)));
  showFaults(shown);
  showResult(current, current.faults.length, shown.length);
}

let waiting = 0;
function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(update, 150);
}

form.addEventListener("input", soon);
form.addEventListener("focusout", ({ target }) => {
  if (target.dataset.key === undefined || target.value === "") return;
  touched.add(target);
  soon();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  [form, ...fieldsIn(form), ...lists, ...form.querySelectorAll("fieldset.row")].forEach((each) => touched.add(each));
  update();
  document.getElementById("result").focus();
});
form.addEventListener("reset", (event) => {
  if (!confirm(said("sure"))) return event.preventDefault();
  setTimeout(start);
});
for (const list of lists) {
  list.querySelector(".add").addEventListener("click", () => {
    fieldsIn(addRow(list))[0].focus();
    soon();
  });
}
printButton.addEventListener("click", () => print());

function start() {
  for (const field of fieldsIn(form)) touched.delete(field);
  [form, ...lists].forEach((each) => touched.delete(each));
  emptyLists();
  update();
}

// --- for programs: filling in the form from a record, and what it says

function fillField(field, value) {
  const isNumber = field.dataset.kind === "count" || field.dataset.kind === "number";
  field.value = isAbsent(value) ? "" : isNumber ? numeral(String(value), LANGUAGE) : String(value);
}

function fill(record) {
  emptyLists();
  for (const field of ownFields()) fillField(field, record[field.dataset.key]);
  for (const list of lists) {
    const rows = record[list.dataset.list] ?? [];
    list.querySelector(".rows").replaceChildren();
    for (const values of rows) for (const field of fieldsIn(newRow(list))) fillField(field, values[field.dataset.key]);
    numberRows(list);
  }
  update();
  return current;
}

globalThis.asnAppraisal = { appraise: (record) => appraised(POLICY, record), explain: explained, fill, record: recordOf, current: () => current };
start();
globalThis.asnAppraisal.firstScore = performance.now();

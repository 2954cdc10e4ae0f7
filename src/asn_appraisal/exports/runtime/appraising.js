// --- checks and appraisals --------------------------------------------------------------------------------------------

// Each check with each place in which it must hold.
function* placesOfChecks(policy, values) {
  const root = new Context([values]);
  for (const check of policy.checks) yield [check, root];
  for (const items of policy.lists) {
    if (!items.checks.length || values.get(items.key) === UNREAD) continue;
    for (const row of root.rows(items.key)) for (const check of items.checks) yield [check, row];
  }
}

function faultsOfCheck(check, context) {
  try {
    if (check.condition.worth(context)) return [];
  } catch (problem) {
    return problemOf(problem).faults;
  }
  return [context.fault("ASN413", check.about, { right: check.name.id, right_en: check.name.en })];
}

// The values of a record in which those that a broken check looks at count as unread.
function doubted(policy, values) {
  const copied = (rows) => (rows instanceof RowsInDoubt ? RowsInDoubt : Array).from(rows, (row) => new Map(row));
  const after = new Map([...values].map(([key, value]) => [key, Array.isArray(value) ? copied(value) : value]));
  for (const [check, context] of placesOfChecks(policy, values)) {
    if (!faultsOfCheck(check, context).length) continue;
    const places = context.place === null ? [after] : [after.get(context.place[0])[context.place[1]], after];
    for (const { list, field } of check.reads) {
      if (list !== undefined) {
        if (after.get(list) !== UNREAD) after.set(list, RowsInDoubt.from(after.get(list)));
      } else places.find((each) => each.has(field))?.set(field, UNREAD);
    }
  }
  return after;
}

// The places of the record where an optional value is absent.
function absentPlaces(policy, values) {
  const empty = (fields, row, inside) =>
    fields.filter((field) => field.optional && row.get(field.key) === null).map((field) => ({ inside, field }));
  const places = empty(policy.fields, values, null);
  for (const items of policy.lists) {
    const rows = values.get(items.key);
    if (!rows.length && items.optional) places.push({ inside: null, field: items });
    rows.forEach((row, index) => places.push(...empty(items.fields, row, [items, index])));
  }
  return places;
}

const TRACES = new WeakMap(); // of each appraisal the steps it came about by

const placeOf = (step) => (step.place === null ? step.part.key : `${step.place[0]}[${step.place[1]}].${step.part.key}`);

// Every step once, those that others rest on first.
function allSteps(tops) {
  const seen = new Set();
  const visit = (step) => {
    if (seen.has(step)) return;
    step.children.forEach(visit);
    seen.add(step);
  };
  tops.forEach(visit);
  return [...seen];
}

function stepFacts(step) {
  const { part, value, place } = step;
  const held = (field) => step.values.find((values) => values.has(field.key)).get(field.key);
  return {
    key: part.key,
    place: place === null ? null : { list: place[0], row: place[1] },
    name: part.name.id,
    english: part.name.en,
    value: plain(value),
    formula: part.formula,
    inputs: part.inputs.map((field) => ({ key: field.key, value: plain(held(field)) })),
    uses: [...new Set(step.children)].map(placeOf),
  };
}

function appraised(policy, record, { ignore = [] } = {}) {
  const reading = readRecord(policy, record, ignore);
  const broken = [];
  for (const [check, context] of placesOfChecks(policy, reading.values)) broken.push(...faultsOfCheck(check, context));
  const context = new Context([broken.length ? doubted(policy, reading.values) : reading.values]);
  const further = [];
  const steps = tried(policy.tops, (part) => part.step(context), further);
  const said = further.flatMap((problem) => problem.faults);
  const faults = distinctFaults([...reading.faults, ...broken, ...said]);
  const base = { policy: policy.key, fingerprint: policy.fingerprint };
  if (faults.length) return { ...base, score: null, exact: null, band: null, faults, trace: [] };
  const exact = policy.score === null ? null : policy.score.worth(context);
  const reached = policy.band === null ? null : policy.band.worth(context);
  const band = reached === null ? null : policy.band.levels.find((level) => level.key === reached);
  const appraisal = {
    ...base,
    score: exact === null ? null : inDecimals(rounded(exact, policy.places), policy.places),
    exact: exact === null ? null : textOf(exact),
    band: band === null ? null : { key: band.key, name: band.id, english: band.en },
    faults: [],
    trace: allSteps(steps).map(stepFacts),
  };
  TRACES.set(appraisal, { policy, steps, absent: absentPlaces(policy, reading.values), defaulted: reading.defaulted });
  return appraisal;
}

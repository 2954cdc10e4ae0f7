// --- explanations: the steps of an appraisal in words -------------------------------------------------------------------

const takenIn = (step, block) => step.choices.find(([node]) => node === block)?.[1] ?? null;

// What a field or a part came to in a step, or what it compared or worked out over rows; undefined where it was not its turn.
function valueIn(step, entry) {
  if (entry instanceof Field) {
    const held = step.values.find((values) => values.has(entry.key));
    if (held !== undefined) return held.get(entry.key);
  }
  const child = step.children.find((each) => each.part === entry);
  if (child !== undefined) return child.value;
  if (step.compared.has(entry)) return step.compared.get(entry);
  return step.totals.get(entry)?.value;
}

// Of each rating in a step the bands from the first to the one given, with what decided.
function bandReasons(step) {
  return step.choices.filter(([node]) => node instanceof Rated).map(([node, index]) => {
    const value = valueIn(step, node.value);
    return node.bands.slice(0, index + 1).map((band, at) => ({
      band,
      value,
      reached: band.edge === null || HOLDS[band.edge.sign](value, band.edge.bound),
      given: at === index,
      sources: band.sources.length ? band.sources : node.sources,
    }));
  });
}

class StepWords {
  constructor({ policy, steps }, language) {
    this.language = language;
    this.digits = new Digits(policy.limits, comparedIn(allSteps(steps)));
    this.names = new Reader(language, (entry) => entry.title[language]);
    this.lists = new Map(policy.lists.map((items) => [items.key, items]));
  }

  inRow(name, list, row) {
    return say("steps.place", this.language, { name, list: this.lists.get(list).title[this.language], row: row + 1 });
  }

  title({ part, place }) {
    const name = part.title[this.language];
    return place === null ? name : this.inRow(name, ...place);
  }

  spoken(value, levels) {
    return spoken(value, this.language, levels, (number) => this.digits.text(number, this.language));
  }

  // The rule of a step with its values put in and the branch it took; with the sign before it where digits were cut.
  worked(step) {
    const { language } = this;
    let cut = false;
    const number = (value) => {
      const text = this.digits.text(value, language);
      cut ||= text.startsWith(ABOUT);
      return text.replace(ABOUT, "");
    };
    const valueOf = (entry, numeralOf) => {
      const value = valueIn(step, entry);
      if (value === undefined) return null;
      return spoken(value, language, entry.levels, entry instanceof Field ? exactNumeral : numeralOf);
    };
    const result = (entry) => valueOf(entry, (value) => this.digits.text(value, language)) ?? "";
    const show = (entry) => valueOf(entry, number) ?? entry.title?.[language];
    const rows = (block) => {
      const total = step.totals.get(block);
      if (total === undefined || total instanceof EvaluationFault) return this.names.read(block);
      if (!total.rows.length) return show(block);
      const told = (of, values) => listed(values, language, of instanceof Field ? exactNumeral : number);
      const text = say(`rows.${block.how}`, language, { x: told(block.value, total.rows), by: told(block.by, total.weights) });
      return block === step.part.value ? text : `${text} ${equalTo(result(block))}`;
    };
    const caused = (entry) => {
      const value = valueOf(entry, number);
      return value === null ? entry.title[language] : `${entry.title[language]} (${value})`;
    };
    const cause = new Reader(language, caused, { rows, result });
    const text = new Reader(language, show, { taken: (block) => takenIn(step, block), rows, cause }).read(step.part.value);
    return cut ? ABOUT + text : text;
  }

  // Why a rating gave its band: the edge reached, bands withheld, the next higher one that was not reached.
  reasons(step) {
    return bandReasons(step).flatMap((reasons) => {
      const above = reasons.slice(0, -1).reverse();
      const nearest = above.find((each) => !each.reached);
      return [
        this.reason(step, reasons.at(-1), "given"),
        ...above.filter((each) => each.reached).map((each) => this.reason(step, each, "withheld")),
        ...(nearest === undefined ? [] : [this.reason(step, nearest, "below")]),
      ];
    });
  }

  reason(step, { band, value, reached }, how) {
    const { language } = this;
    if (band.edge === null) return say("bands.last", language, { band: band[language] });
    const condition = band.requires === null ? "" : this.condition(step, band, how !== "below");
    return say(`bands.${how === "given" && condition ? "given_with" : how}`, language, {
      band: band[language],
      value: this.digits.text(value, language),
      edge: edgeWords(band.edge, language, reached),
      condition,
    });
  }

  // A condition, with the values that its fields and parts have.
  condition(step, { requires, reads }, withValues) {
    const text = this.names.read(requires);
    const values = (withValues ? reads : []).flatMap((entry) => {
      const value = valueIn(step, entry);
      if (value === undefined) return [];
      const shown = entry instanceof Field ? spoken(value, this.language, entry.levels, exactNumeral) : this.spoken(value, entry.levels);
      return [entry === requires ? shown : `${entry.title[this.language]}: ${shown}`];
    });
    return values.length ? `${text} (${values.join("; ")})` : text;
  }

  // The sources of a step, then those of the scale, the tables and the weights in its own formula that were used.
  basis(step) {
    const sources = new Set(step.part.sources);
    const reasons = bandReasons(step).flat();
    for (const block of usedIn(step)) {
      if (block instanceof Rated) {
        const shown = reasons.filter((each) => each.reached && block.bands.includes(each.band));
        [...block.sources, ...shown.flatMap((each) => each.sources)].forEach((source) => sources.add(source));
      } else if (block instanceof Steps) {
        const taken = takenIn(step, block);
        const rows = taken === null || taken === block.edges.length ? block.sources : [block.sources[taken]];
        rows.flat().forEach((source) => sources.add(source));
      } else (block.sources ?? []).flat().forEach((source) => sources.add(source));
    }
    return [...sources].map((source) => source[this.language]);
  }

  // A step with the steps that it rests on, each told once.
  told(step, seen) {
    const again = seen.has(step);
    seen.add(step);
    const head = { title: this.title(step), value: this.spoken(step.value, step.part.levels), again };
    if (again || step.value === null) return { ...head, rule: null, worked: null, reasons: [], basis: [], children: [] };
    const [rule, worked, node] = [this.names.read(step.part.value), this.worked(step), step.part.value];
    const plainlyRated = node instanceof Rated && isEntry(node.value); // the reasons have its value
    return {
      ...head,
      rule,
      worked: worked === rule || worked === head.value || plainlyRated ? null : worked,
      reasons: this.reasons(step),
      basis: this.basis(step),
      children: [...new Set(step.children)].map((child) => this.told(child, seen)),
    };
  }
}

// The blocks of a step's own formula that had to do with its value: of choices the branch that was taken.
function usedIn(step) {
  const [waiting, seen] = [[step.part.value], new Set()];
  while (waiting.length) {
    const block = waiting.pop();
    if (seen.has(block)) continue;
    seen.add(block);
    if (block instanceof Named || block instanceof Over) continue;
    const taken = takenIn(step, block);
    if (taken !== null && block instanceof But) append(waiting, [block.when, [block.value, block.replacement][taken]]);
    else if (taken !== null && block.branches !== undefined) append(waiting, [block.condition ?? block.value ?? block.label, block.branches[taken]]);
    else append(waiting, block.below);
  }
  return [...seen].filter((block) => !(block instanceof Named));
}

// The steps of an appraisal from the results down to the inputs, as a tree of texts.
function explanation(appraisal, language = "id") {
  const trace = TRACES.get(appraisal);
  if (trace === undefined) return [];
  const [told, seen] = [new StepWords(trace, language), new Set()];
  return trace.steps.map((step) => told.told(step, seen));
}

// What was missing and what was done about it, and the choices of the policy.
function notes(appraisal, language = "id") {
  const trace = TRACES.get(appraisal);
  if (trace === undefined) return [];
  const told = new StepWords(trace, language);
  const name = ({ inside, field }) => {
    const own = field.title[language];
    return inside === null ? own : told.inRow(own, inside[0].key, inside[1]);
  };
  const missing = (places, what) => places.map((place) => `${name(place)}: ${say(`notes.${what}`, language)}`);
  const options = trace.policy.options.map(([option, value]) => say("notes.option", language, { name: option, value }));
  return [...missing(trace.absent, "absent"), ...missing(trace.defaulted, "defaulted"), ...options];
}

function* lines(step, language, indent) {
  const head = `${indent}${step.title} ${equalTo(step.value)}`;
  yield step.again ? `${head} ${say("steps.again", language)}` : head;
  const inside = `${indent}    `;
  if (step.rule !== null) yield inside + step.rule;
  if (step.worked !== null) yield inside + equalTo(step.worked);
  yield* step.reasons.map((reason) => inside + reason);
  yield* step.basis.map((source) => inside + say("steps.basis", language, { source }));
  for (const child of step.children) yield* lines(child, language, `${indent}  `);
}

// The explanation of an appraisal in a language ("id" or "en"), a text a line.
function explained(appraisal, language = "id") {
  const steps = explanation(appraisal, language).flatMap((step) => [...lines(step, language, "")]);
  return [...steps, ...notes(appraisal, language)];
}

"use strict";

// How numbers, times and elements are written. Texts become text, never markup.
const Format = (() => {
  const english = "en";
  const whole = new Intl.NumberFormat(english, { maximumFractionDigits: 0 });
  const three = new Intl.NumberFormat(english, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  const one = new Intl.NumberFormat(english, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const DATE_MAX = 8.64e15;
  const DAY = 86_400_000;
  const UNITS = [["day", DAY], ["hour", 3_600_000], ["minute", 60_000], ["second", 1000]];

  const isMissing = (value) => value === null || value === undefined;
  const plural = (count, noun) => `${whole.format(count)} ${noun}${count === 1 ? "" : "s"}`;

  return {
    count: (value) => (isMissing(value) ? "–" : whole.format(value)),
    share: (value) => (isMissing(value) ? "–" : three.format(value)),
    tenth: (value) => (isMissing(value) ? "–" : one.format(value)),
    percent: (value) => (isMissing(value) ? "–" : `${one.format(100 * value)} %`),
    signed: (value) => (value < 0 ? "−" : "+") + three.format(Math.abs(value)),
    range: ({ from, to }) => (from === to ? whole.format(from) : `${whole.format(from)}–${whole.format(to)}`),
    plural,
    isDate: (time) => Math.abs(time) <= DATE_MAX,
    // A period's beginning in UTC, no finer than the period is long.
    date: (time, width) => {
      if (Math.abs(time) > DATE_MAX) return `${time} ms`;
      const iso = new Date(time).toISOString();
      const end = iso.indexOf("T");
      if (width >= DAY) return iso.slice(0, end);
      return `${iso.slice(0, end)} ${iso.slice(end + 1, end + (width >= 60_000 ? 6 : 9))}`;
    },
    duration: (milliseconds) => {
      for (const [noun, length] of UNITS) {
        if (milliseconds >= length) return plural(milliseconds / length, noun);
      }
      return `${milliseconds} ms`;
    },
    element: (name, attributes, ...children) => {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.append(...children.filter((child) => !isMissing(child)));
      return element;
    },
  };
})();

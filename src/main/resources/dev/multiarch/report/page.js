'use strict';
const search = document.getElementById('search');
const only = document.getElementById('only');
const shown = document.getElementById('shown');
const settled = document.getElementById('settled');
const cards = Array.from(document.querySelectorAll('.card'));
const findings = Array.from(document.querySelectorAll('.finding'), element => ({
  element, outcome: element.dataset.outcome, text: text(element).toLowerCase(),
  platforms: element.querySelectorAll('.at').length}));
const all = findings.reduce((sum, finding) => sum + finding.platforms, 0);
/** A finding is found by the title and the id of its card's rule too. */
function text(element) {
  const card = element.closest('.card');
  return [card.querySelector('h3'), card.querySelector('.rule'), element].map(each => each.textContent).join(' ');
}
function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const finding of findings) {
    const wanted = only.value === '' || only.value.split(' ').includes(finding.outcome);
    const fits = wanted && words.every(word => finding.text.includes(word));
    finding.element.hidden = !fits;
    count += fits ? finding.platforms : 0;
  }
  for (const card of cards) {
    card.hidden = card.querySelector('.finding:not([hidden])') === null;
  }
  if (settled !== null) {
    settled.open = words.length > 0 || only.value !== '';
  }
  shown.textContent = count + ' of ' + all + ' shown';
}
search.addEventListener('input', filter);
only.addEventListener('change', filter);
addEventListener('hashchange', reveal);
function reveal() {
  const target = document.getElementById(location.hash.slice(1));
  if (target === null) {
    return;
  }
  if ((target.closest('.finding') ?? target).hidden) {
    search.value = '';
    only.value = '';
    filter();
  }
  const fold = target.closest('details');
  if (fold !== null && !fold.open) {
    fold.open = true;
    target.scrollIntoView();
  }
}
const copy = document.getElementById('copy');
if (copy !== null && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener('click', () => navigator.clipboard.writeText(copy.dataset.text).then(
    () => { copy.textContent = 'Copied'; }, () => { copy.textContent = copy.dataset.text; }));
}
const asked = new URLSearchParams(location.search).get('q');
if (asked !== null) {
  search.value = asked;
}
filter();
document.querySelector('.tools').hidden = false;
reveal();

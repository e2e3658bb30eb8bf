'use strict';
const search = document.getElementById('search');
const only = document.getElementById('only');
const shown = document.getElementById('shown');
const findings = Array.from(document.querySelectorAll('.finding'), element => ({
  element, outcome: element.dataset.outcome, text: element.textContent.toLowerCase()}));
function filter() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const finding of findings) {
    const wanted = only.value === '' || only.value.split(' ').includes(finding.outcome);
    const fits = wanted && words.every(word => finding.text.includes(word));
    finding.element.hidden = !fits;
    count += fits ? 1 : 0;
  }
  shown.textContent = count + ' of ' + findings.length + ' shown';
}
search.addEventListener('input', filter);
only.addEventListener('change', filter);
addEventListener('hashchange', reveal);
function reveal() {
  if (!/^#f[0-9]+$/.test(location.hash)) {
    return;
  }
  const target = document.getElementById(location.hash.slice(1));
  if (target !== null && target.hidden) {
    search.value = '';
    only.value = '';
    filter();
    target.scrollIntoView();
  }
}
const asked = new URLSearchParams(location.search).get('q');
if (asked !== null) {
  search.value = asked;
}
filter();
document.querySelector('.tools').hidden = false;
reveal();

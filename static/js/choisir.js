// « Cocher toute la page », and how many are ticked; without this script each box still works.
function compter(formulaire) {
  const cases = [...formulaire.querySelectorAll("input[name=pk]")];
  const cochees = cases.filter((une) => une.checked).length;
  const toutes = formulaire.querySelector("[data-toutes]");
  toutes.hidden = false;
  toutes.checked = cases.length > 0 && cochees === cases.length;
  toutes.indeterminate = cochees > 0 && cochees < cases.length;
  const mots = cochees === 0 ? "les personnes cochées" : cochees === 1 ? "la personne cochée" : `les ${cochees} personnes cochées`;
  formulaire.querySelector("[data-choisies]").textContent = mots;
}

function preparer() {
  document.querySelectorAll("[data-choisir]").forEach(compter);
}

document.addEventListener("change", ({ target }) => {
  const formulaire = target.closest("[data-choisir]");
  if (!formulaire) return;
  if (target.matches("[data-toutes]")) {
    for (const une of formulaire.querySelectorAll("input[name=pk]")) une.checked = target.checked;
  }
  compter(formulaire);
});
document.addEventListener("htmx:afterSettle", preparer);
preparer();

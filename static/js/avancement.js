// How far a worker is; without this script the page reloads by itself.
const statut = document.querySelector("[data-avancement]");
const barre = document.querySelector("progress");

async function regarder() {
  const reponse = await fetch(statut.dataset.avancement, { headers: { Accept: "application/json" } });
  if (!reponse.ok) return location.reload();
  const { pret, echec, faites, total } = await reponse.json();
  if (pret || echec) return location.reload();
  barre.max = total;
  barre.value = faites;
  statut.querySelector("[data-compte]").textContent = `${faites} sur ${total} lignes`;
  setTimeout(() => regarder().catch(() => setTimeout(() => location.reload(), 4000)), 1500);
}

if (statut) setTimeout(() => regarder().catch(() => location.reload()), 1500);

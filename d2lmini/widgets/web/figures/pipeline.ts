// Pipeline: a slider through the stages of a network, whose pictures stand in the page already.

export function startPipeline(place: Element) {
  const stages = [...place.querySelectorAll<HTMLElement>(".stage")];
  const pictures = stages.map((stage) => stage.querySelector("img") as HTMLImageElement);
  const titles = stages.map((stage) => stage.textContent ?? "");
  const large = document.createElement("img");
  const words = document.createElement("p");
  const label = document.createElement("label");
  const slider = document.createElement("input");
  const viewer = document.createElement("div");
  const show = (at: number) => {
    large.src = pictures[at].src;
    large.alt = ""; // its words stand below
    large.setAttribute("aria-hidden", "true");
    words.textContent = `${titles[at]}. ${pictures[at].alt}`;
    slider.value = `${at}`;
    slider.setAttribute("aria-valuetext", titles[at]);
    stages.forEach((stage, n) => {
      stage.classList.toggle("shown", n === at);
    });
  };
  large.className = "dark-light"; // the theme dims other pictures in the dark
  slider.type = "range";
  slider.max = `${stages.length - 1}`;
  slider.addEventListener("input", () => show(Number(slider.value)));
  stages.forEach((stage, n) => {
    stage.addEventListener("click", () => show(n));
  });
  words.setAttribute("role", "status");
  label.append("Through the network", slider);
  viewer.className = "viewer";
  viewer.append(large, label, words);
  place.before(viewer);
  show(0);
}

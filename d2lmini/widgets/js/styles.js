// The widgets' look. Every colour is a custom property, set once for light and once for dark.

const light = `
--ink:#1f2328;--soft:#57606a;--line:#8c959f;--faint:#d7dde3;--face:#fff;--raised:#f6f8fa;--bad:#b3261e;
--x:#0b57b0;--xb:#e4eefb;--k:#8f4300;--kb:#fdeedc;--y:#5b3a9e;--yb:#efe9fa;--w:#1f6b45;--wb:#e2f3ea;
--mark:#ffe28a;--markink:#1f2328;--focus:#0b57b0;`;
const dark = `
--ink:#e6e9ec;--soft:#a9b3bd;--line:#77828d;--faint:#3a424b;--face:#16191d;--raised:#21262c;--bad:#ff9d94;
--x:#8fbcff;--xb:#1c2e48;--k:#ffbd80;--kb:#42301c;--y:#cbb4ff;--yb:#33294a;--w:#86d9ac;--wb:#1c3a2b;
--mark:#6b5200;--markink:#fff6d6;--focus:#8fbcff;`;

// A page or JupyterLab that has chosen a theme decides; only where none has does the system.
const chosen = (/** @type {string} */ theme, /** @type {boolean} */ isLight) =>
  `html[data-theme=${theme}] .d2l,body[data-jp-theme-light=${isLight}] .d2l,body.vscode-${theme} .d2l`;

export const css = `
.d2l{${light}color-scheme:light}
@media (prefers-color-scheme:dark){.d2l{${dark}color-scheme:dark}}
${chosen("light", true)}{${light}color-scheme:light}
${chosen("dark", false)}{${dark}color-scheme:dark}
.d2l,.d2l *{box-sizing:border-box}
.d2l{--cell:2.5rem;display:block;max-width:100%;min-width:0;margin:1.25rem 0;padding:1rem;border:1px solid var(--faint);
border-radius:10px;background:var(--face);color:var(--ink);font-family:system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;
font-size:16px;font-weight:400;line-height:1.45;text-align:left;font-variant-numeric:tabular-nums lining-nums}
.d2l p{margin:0;font-size:inherit;font-weight:inherit;text-align:inherit;color:inherit}
.d2l .title{font-weight:650;font-size:1.05em}
.d2l .lead{color:var(--soft);font-size:.92em;margin:.1rem 0 .9rem}
.d2l .bar{display:flex;flex-wrap:wrap;gap:.6rem 1rem;align-items:flex-start;margin:0 0 .9rem}
.d2l .lone{display:flex;align-items:center;min-height:40px}
.d2l .stage{display:flex;flex-wrap:wrap;gap:1.1rem 1.6rem;align-items:flex-start;margin:.4rem 0 .9rem}
.d2l .stage>*{min-width:0;max-width:100%}
.d2l button,.d2l select,.d2l input:not([type=radio],[type=checkbox],[type=range]){font:inherit;color:var(--ink);background:var(--face);
border:1px solid var(--line);border-radius:6px;min-height:40px;margin:0}
.d2l button{min-width:40px;padding:0 .75rem;cursor:pointer;background:var(--raised)}
.d2l button:hover{border-color:var(--ink)}
.d2l button[aria-disabled=true]{color:var(--soft);border-style:dashed;cursor:default}
.d2l button.main{background:var(--x);color:var(--face);border-color:var(--x)}
.d2l :focus-visible{outline:3px solid var(--focus);outline-offset:1px}
.d2l .d2l-cell:focus-visible,.d2l .d2l-cell:focus-within{z-index:1}
.d2l .field>label,.d2l .choice legend,.d2l .slider>label{display:block;font-size:.82em;color:var(--soft);margin:0 0 .15rem;padding:0}
.d2l .stepper{display:flex}
.d2l .stepper button{padding:0;font-size:1.15em;line-height:1}
.d2l .stepper button:first-child{border-radius:6px 0 0 6px}
.d2l .stepper button:last-child{border-radius:0 6px 6px 0}
.d2l .stepper input{width:3rem;text-align:center;border-radius:0;border-left:0;border-right:0;padding:0}
.d2l .stepper input:focus-visible{position:relative}
.d2l [aria-invalid]{box-shadow:inset 0 0 0 2px var(--bad)}
.d2l .error{color:var(--bad);font-size:.82em;max-width:16rem}
.d2l .error:empty{display:none}
.d2l .error:not(:empty)::before{content:"✕ "}
.d2l .d2l-check,.d2l .choice label{display:inline-flex;align-items:center;gap:.45rem;min-height:40px;cursor:pointer}
.d2l .d2l-check input,.d2l .choice input{width:1.15rem;height:1.15rem;margin:0;accent-color:var(--x);flex:none}
.d2l fieldset{border:0;margin:0;padding:0;min-width:0}
.d2l .choice label{margin-right:1rem}
.d2l .picker,.d2l .picker select{max-width:100%;padding-right:.3rem}
.d2l .slider{flex:1 1 13rem;display:grid;grid-template-columns:1fr auto}
.d2l .slider>label,.d2l .slider output{grid-row:1}.d2l .slider output{font-weight:650}.d2l .slider input{grid-row:2;grid-column:1/-1}
.d2l input[type=range]{width:100%;height:40px;margin:0;accent-color:var(--x);background:none}
.d2l .transport{display:flex;flex-wrap:wrap;gap:.4rem;align-items:center;margin:0 0 .6rem}
.d2l .transport input[type=range]{flex:1 1 9rem;width:auto;min-width:7rem}
.d2l .transport output{flex:none;color:var(--soft);font-size:.92em;min-width:7.5em}
.d2l .explain{min-height:3.2em;padding:.55rem .8rem;border-left:4px solid var(--y);background:var(--raised);border-radius:0 6px 6px 0;
overflow-wrap:anywhere;margin:0 0 .9rem;white-space:pre-line}
.d2l .grid .cap{font-size:.9em;color:var(--soft);margin:0 0 .3rem;display:flex;flex-wrap:wrap;gap:.2rem .5rem;align-items:center;min-height:40px}
.d2l .grid .cap b{font-size:1.15em;font-style:italic;font-family:Georgia,"Times New Roman",serif;color:var(--tone)}
.d2l .w.small .cap{width:0;min-width:max(13rem,100%)}.d2l .ways{flex:1 1 16rem}
.d2l .size{display:inline-flex;flex-wrap:wrap;align-items:center;gap:.3rem}
.d2l .size select{padding:0 .3rem;width:3.1rem}
.d2l .x{--tone:var(--x);--tint:var(--xb)}.d2l .k{--tone:var(--k);--tint:var(--kb)}
.d2l .y{--tone:var(--y);--tint:var(--yb)}.d2l .w{--tone:var(--w);--tint:var(--wb)}
.d2l .scroll{overflow-x:auto;padding:4px;margin:-4px}
.d2l .cells{display:inline-block;border:2px solid var(--tone,var(--line));border-radius:4px;background:var(--tint,var(--face))}
.d2l .k .cells{border-style:double;border-width:4px}
.d2l .d2l-row{display:grid;grid-template-columns:repeat(var(--cols),minmax(var(--cell),max-content));grid-template-columns:repeat(var(--cols),minmax(var(--cell),1fr))}
.d2l .d2l-cell{min-width:var(--cell);height:var(--cell);display:flex;align-items:center;justify-content:center;padding:0 .3rem;position:relative;
border:solid var(--faint);border-width:0 1px 1px 0;color:var(--ink);font-size:.95rem;white-space:nowrap}
.d2l .d2l-row:last-child .d2l-cell{border-bottom:0}.d2l .d2l-row .d2l-cell:last-child{border-right:0}
.d2l .d2l-cell input{position:absolute;inset:0;width:100%;height:100%;min-height:0!important;border:0!important;border-radius:0!important;
background:none!important;text-align:center;padding:0;font-size:inherit!important}
.d2l .d2l-cell:has(input){background:var(--face)}
.d2l .small{--cell:1.75rem}.d2l .small .d2l-cell{font-size:.8rem;padding:0 .1rem}
@media (pointer:coarse){.d2l .small{--cell:2.5rem}}
.d2l .zero{color:var(--soft)}
.d2l .cropped{background:repeating-linear-gradient(135deg,var(--face) 0 5px,var(--faint) 5px 6px);color:var(--soft);text-decoration:line-through}
.d2l .heat0{background:color-mix(in srgb,var(--y) 0%,var(--face))}.d2l .heat1{background:color-mix(in srgb,var(--y) 9%,var(--face))}.d2l .heat2{background:color-mix(in srgb,var(--y) 18%,var(--face))}.d2l .heat3{background:color-mix(in srgb,var(--y) 27%,var(--face))}.d2l .heat4{background:color-mix(in srgb,var(--y) 36%,var(--face))}.d2l .heat5{background:color-mix(in srgb,var(--y) 45%,var(--face))}
.d2l .edge{text-decoration:line-through;font-weight:400}
.d2l .now,.d2l .d2l-cell.now:has(input){background:var(--mark);color:var(--markink);box-shadow:inset 0 0 0 2px var(--markink);font-weight:650}
.d2l .now input{color:var(--markink)!important;font-weight:650}
.d2l .hit{box-shadow:inset 0 0 0 3px var(--tone);font-weight:650}
.d2l .cropped.now{text-decoration:line-through}
.d2l .right::after,.d2l .wrong::after{position:absolute;top:0;right:2px;font-size:.7rem;line-height:1.1;font-weight:700}
.d2l .right{background:var(--wb)!important}.d2l .right::after{content:"✓";color:var(--w)}
.d2l .wrong::after{content:"✕";color:var(--bad)}.d2l .wrong{box-shadow:inset 0 0 0 2px var(--bad)}
.d2l .parts{display:flex;flex-wrap:wrap;gap:.9rem;margin:0 0 .9rem;align-items:flex-end}
.d2l .part{font-size:.8rem;color:var(--soft);max-width:100%}
.d2l .part>div{display:grid;border:1px solid var(--line);margin-top:.15rem;overflow:hidden;background:var(--face);
background-image:linear-gradient(var(--faint) 1px,transparent 1px),linear-gradient(90deg,var(--faint) 1px,transparent 1px);background-size:1.65rem 1.65rem;background-position:-1px -1px}
.d2l .part i{font-style:normal;display:flex;align-items:center;justify-content:center;background:var(--yb);color:var(--ink);width:1.65rem;height:1.65rem;
box-shadow:inset 0 0 0 1px var(--y)}
.d2l .part.now>div{outline:3px solid var(--y);box-shadow:none}.d2l .part.now{background:none;box-shadow:none;color:var(--ink)}
.d2l .length{height:.8rem;background:var(--tone);border-radius:2px}
.d2l .size-line,.d2l .bar-line{font-size:.88em;margin:0 0 .35rem}.d2l .sizes{margin:0 0 .9rem}
.d2l .chart{flex:1 1 100%;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,17rem),1fr));gap:1rem 1.6rem}
.d2l .bar-line{background:linear-gradient(90deg,var(--line) 1px,transparent 1px) 0 100%/6.25% .8rem repeat-x}
.d2l .form{padding:.1rem 0 .1rem .7rem;border-left:1px solid var(--line)}
.d2l .bar-line.k .length{background:repeating-linear-gradient(90deg,var(--k) 0 6px,var(--kb) 6px 9px)}
.d2l .bar-line.w .length{background:repeating-linear-gradient(45deg,var(--w) 0 4px,var(--wb) 4px 7px)}
.d2l .note{font-size:.92em;margin:0 0 .9rem}.d2l .note:empty{display:none}
.d2l .foot{display:flex;flex-wrap:wrap;gap:.5rem;border-top:1px solid var(--faint);padding-top:.8rem}
.d2l .foot button{font-size:.9em}
.d2l pre.code{margin:.7rem 0 0;padding:.7rem;overflow-x:auto;background:var(--raised);color:var(--ink);border:1px solid var(--faint);border-radius:6px;
font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre}
.d2l [hidden]{display:none!important}
.d2l .sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.d2l table{border-collapse:collapse;margin:0;font-size:.92em;color:var(--ink);background:none;width:auto;display:table}
.d2l th,.d2l td{border:1px solid var(--faint);padding:.35rem .6rem;text-align:right;color:var(--ink);background:none;font-weight:400}
.d2l thead th,.d2l tbody th{font-weight:600;color:var(--soft)}
.d2l tr.on th,.d2l tr.on td,.d2l td.on{background:var(--mark);color:var(--markink);font-weight:650}
.d2l svg{display:block;max-width:100%;height:auto;color:var(--ink)}
.d2l svg text{fill:currentColor;font-size:13px}
.d2l progress{height:1rem;width:12rem;accent-color:var(--x)}
@media (prefers-reduced-motion:no-preference){.d2l .d2l-cell,.d2l .part>div{transition:background-color .15s,box-shadow .15s}}
@media (max-width:30rem){.d2l{padding:.75rem .6rem}}
@media print{.d2l .foot,.d2l .transport,.d2l .bar button{display:none}}
`;

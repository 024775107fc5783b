// How the widget looks: system fonts, one accent, light and dark; every rule stays inside the shadow root.
export const LOOK = `
.ask{--paper:light-dark(#fff,#1b1917);--card:light-dark(#f7f5f0,#262320);--ink:light-dark(#1f1c18,#ece7de);
--soft:light-dark(#655f56,#a8a094);--rule:light-dark(#e3ddd2,#3a352f);--edge:light-dark(#8d8576,#7d7567);
--tint:color-mix(in srgb,var(--accent) 12%,var(--paper));
font:400 15px/1.55 system-ui,sans-serif;color:var(--ink)}
[hidden]{display:none!important}
h2,h3,h4,p,ul,ol,blockquote,button,textarea{margin:0;padding:0;border:0;background:none;color:inherit;font:inherit;text-align:start}
button{cursor:pointer}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.panel{display:flex;flex-direction:column;box-sizing:border-box;width:min(400px,calc(100vw - 40px));
height:min(640px,calc(100dvh - 40px));overflow:hidden;color:var(--ink);background:var(--paper);border:1px solid var(--rule);
border-radius:18px;box-shadow:0 2px 6px #0002,0 16px 48px #0004;overscroll-behavior:contain}
.panel:focus-visible{outline:none}
.inline .panel{width:100%;height:min(600px,90vh);box-shadow:none}
header{display:flex;align-items:center;padding:8px 6px;padding-inline-start:18px;border-bottom:1px solid var(--rule)}
h2{flex:1;min-width:0;line-height:44px;font-size:16px;font-weight:650;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.icon{display:grid;place-items:center;flex:none;width:44px;height:44px;border-radius:10px;color:var(--soft)}
.icon:hover{color:var(--ink);background:var(--card)}
.icon svg{width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.log{position:relative;flex:1;min-height:0;overflow-y:auto;padding:18px;overscroll-behavior:contain;overflow-wrap:anywhere;scrollbar-width:thin}
.log:focus-visible{outline-offset:-3px}
.greeting{font-size:16px;text-wrap:pretty}
h4,.label{margin:18px 0 8px;color:var(--soft);font-size:13px;font-weight:600}
.suggestion{display:block;width:100%;box-sizing:border-box;margin-top:8px;padding:10px 14px;border:1px solid var(--rule);border-radius:12px}
.suggestion:hover,.plain:hover{border-color:var(--accent);background:var(--tint)}
.plain{min-height:44px;margin-top:12px;padding:0 14px;border:1px solid var(--edge);border-radius:10px;font-weight:550}
.turn+.turn{margin-top:28px;padding-top:26px;border-top:1px solid var(--rule)}
.turn:last-child{min-height:60%}
h3{width:fit-content;max-width:88%;box-sizing:border-box;margin:0 0 14px;margin-inline-start:auto;padding:9px 14px;
background:var(--tint);border-radius:16px;border-end-end-radius:4px;font-weight:550;line-height:1.4}
.text p,.text ul,.text ol,.live{margin-bottom:10px}
.text ul{padding-inline-start:20px}.text ol{padding-inline-start:30px}
.text li{margin:3px 0}
.live{white-space:pre-wrap}
.status,.soft{color:var(--soft);font-size:14px}
.status:has(+.live:not(:empty)){display:none}
.soft{margin:6px 0}
.chip{display:inline-block;box-sizing:border-box;min-width:24px;margin-inline-start:4px;padding:2px 6px;color:var(--accent);background:var(--tint);
border-radius:7px;font-size:13px;font-weight:650;line-height:20px;text-align:center;vertical-align:1px}
button.chip:hover{color:var(--on);background:var(--accent)}
.badge{margin-bottom:6px;font-size:14px;font-weight:600}
.badge::before{content:"○"/""}
:is(.badge,.unsure,.disagree h4)::before{margin-inline-end:8px;color:var(--accent)}
.error .badge::before{content:"!"/""}
.abstained{padding:13px 15px 4px;border:1px dashed var(--edge);border-radius:14px}
.disagree{margin-top:16px;padding:14px 16px;background:var(--card);border:1px solid var(--rule);border-radius:14px}
.disagree h4{margin:0 0 12px;color:var(--ink);font-size:15px}
.disagree h4::before{content:"≠"/""}
.unsure{display:flex;margin-bottom:10px}.unsure::before{content:"≈"/""}
.disagree h4 .soft{display:block;font-weight:400}
.disagree ul{display:grid;gap:14px;list-style:none}
.disagree li{padding-inline-start:12px;border-inline-start:3px solid var(--accent)}
.value{font-size:20px;font-weight:600;line-height:1.3}
.disagree .soft{margin:2px 0 0}.disagree>.soft{margin-top:12px}
blockquote,.row{font-family:"Iowan Old Style","Palatino Linotype",P052,Palatino,Georgia,serif;font-size:16px;line-height:1.5}
details{border-top:1px solid var(--rule)}
details:last-of-type{border-bottom:1px solid var(--rule)}
summary{display:flex;gap:10px;align-items:baseline;padding:10px 2px;cursor:pointer;list-style:none;font-size:14px}
summary::-webkit-details-marker{display:none}
summary .chip{flex:none;margin:0}.kept{white-space:nowrap}
summary span{flex:1;min-width:0}
summary::after{content:"+"/"";color:var(--soft);font-size:18px;line-height:1}
[open]>summary::after{content:"–"/""}
details[data-n]>:not(summary){margin-inline-start:36px}
.links{display:flex;flex-wrap:wrap;gap:0 16px;padding-bottom:6px;font-size:14px}.links a{padding:9px 0}
a{color:var(--accent);text-underline-offset:.2em;text-decoration-thickness:1px}
form{display:flex;align-items:flex-end;gap:8px;padding:10px 12px max(12px,env(safe-area-inset-bottom));border-top:1px solid var(--rule)}
textarea{flex:1;box-sizing:border-box;min-width:0;min-height:44px;max-height:132px;padding:10px 14px;resize:none;field-sizing:content;
background:var(--card);border:1px solid var(--edge);border-radius:14px;font-size:16px;line-height:22px}
textarea::placeholder{color:var(--soft);opacity:1}
textarea:focus{outline:2px solid var(--accent);outline-offset:-1px;border-color:transparent}
.send,.send:hover{border-radius:14px;color:var(--on);background:var(--accent)}
.send:hover{filter:brightness(1.1)}
.stop svg{fill:currentColor}
@media (max-width:480px){.ask:not(.inline) .panel{position:fixed;inset:0;width:auto;height:auto;border:0;border-radius:0}}
@media (prefers-reduced-motion:no-preference){.status{animation:breathe 1.6s infinite}
.new>:has(~.text){overflow:clip;animation:open .25s}
.ask:not(.inline) .panel{animation:rise .18s}}
@keyframes breathe{50%{opacity:.45}}
@keyframes open{from{max-height:0;opacity:0}to{max-height:5em}}
@keyframes rise{from{opacity:0;translate:0 12px}}`;

const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

function luminance(hex) {
  const [r, g, b] = parts(hex).map((part) => (part / 255) ** 2.2); // within 0.01 of the curve of sRGB
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

function mixed(hex, other, share) {
  const others = parts(other);
  const sums = parts(hex).map((part, at) => Math.round(part * (1 - share) + others[at] * share));
  return `#${sums.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

/** The nearest shade of a colour that can be read as text on `paper`, tinted places included. */
function readable(hex, paper) {
  const away = luminance(paper) > 0.5 ? "#000000" : "#ffffff";
  for (let share = 0; share < 1; share += 0.05) {
    const tried = mixed(hex, away, share);
    if (contrast(tried, paper) >= 5.8) return tried;
  }
  return away;
}

const over = (hex) => (contrast(hex, "#ffffff") > contrast(hex, "#111111") ? "#fff" : "#111");

/** The site's colour as this look uses it, for light and for dark. */
export function accent(color) {
  const given = /^#[0-9a-f]{6}$/.test(color.trim()) ? color.trim() : "#0c6159";
  const [light, dark] = [readable(given, "#ffffff"), readable(given, "#262320")];
  return `.ask{--accent:light-dark(${light},${dark});--on:light-dark(${over(light)},${over(dark)})}`;
}

// Holds the style sheet of the debug page: light and dark, from a phone's width up, without outside resources.

export const pageStyle: string = `:root{color-scheme:light dark;
--paper:light-dark(#faf8f4,#171513);--card:light-dark(#fff,#1f1d1a);--sunk:light-dark(#f3efe8,#262320);--line:light-dark(#e0dad0,#39352f);
--ink:light-dark(#1f1b16,#ece7df);--soft:light-dark(#655d52,#a89f92);--warn:light-dark(#a3200d,#ff9d8a);--warn-bg:light-dark(#fdece7,#3a201b);
--cure:light-dark(#1c6b3c,#86d8a5);--cure-bg:light-dark(#edf7f0,#1a2b20);--link:light-dark(#0b57a4,#8ebdf5);
--key:light-dark(#8a1c6f,#f09ad7);--str:light-dark(#246b35,#9ad6a8);--num:light-dark(#8a4b00,#f0b878);--com:light-dark(#6f675c,#958c7f);
--mono:ui-monospace,"SF Mono","Cascadia Code",Menlo,Consolas,"Liberation Mono",monospace}
*{box-sizing:border-box}
[hidden]{display:none!important}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
a{color:var(--link);text-underline-offset:.2em}
a:not(:hover){text-decoration-color:color-mix(in srgb,currentcolor 40%,transparent)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:.5rem;background:var(--card);padding:.25rem .75rem;z-index:2}
header,main,footer{max-width:68rem;margin:0 auto;padding:0 clamp(1rem,4vw,2rem)}
header{padding-top:clamp(1.25rem,5vw,3rem)}
.request{display:flex;flex-wrap:wrap;gap:.15rem .75rem;margin:0;color:var(--soft);font:.875rem/1.5 var(--mono)}
.request b{color:var(--ink)}
.kind{display:flex;flex-wrap:wrap;align-items:center;gap:.35rem .6rem;margin:1.25rem 0 .35rem;color:var(--warn);font:600 .9375rem/1.4 var(--mono)}
.code{padding:.05rem .5rem;border-radius:99px;background:var(--warn-bg);font-size:.8125rem}
h1{margin:0 0 .5rem;font-size:clamp(1.5rem,1.1rem + 2vw,2.375rem);line-height:1.2;letter-spacing:-.012em;font-weight:680;text-wrap:pretty}
h1.long{font-size:clamp(1.1875rem,1rem + 1vw,1.5rem);line-height:1.35;letter-spacing:0}
.at{margin:.25rem 0 0;font:.9375rem/1.5 var(--mono);color:var(--soft)}
.because{margin:.5rem 0 0;padding:0;list-style:none;color:var(--soft)}
.because b{color:var(--ink);font-weight:600}
.tools{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem;margin:1.25rem 0 0}
button,.button{display:inline-flex;align-items:center;min-height:2.5rem;padding:.3rem .95rem;border:1px solid var(--line);border-radius:8px;background:var(--card);color:var(--ink);font:inherit;font-size:.9375rem;text-decoration:none;cursor:pointer}
button:hover,.button:hover{border-color:var(--soft)}
button.main{background:var(--ink);border-color:var(--ink);color:var(--paper)}
[role=status]{color:var(--cure);font-size:.9375rem}
section{margin:2.25rem 0 0}
h2{margin:0 0 .6rem;font-size:1.125rem;line-height:1.35}
h2 small{color:var(--warn);font:600 .875rem var(--mono)}
h3{margin:1.25rem 0 .35rem;font-size:.9375rem;color:var(--soft);font-weight:600}
.cause{border-top:1px solid var(--line);padding-top:1.5rem}
.cause .headline{margin:.1rem 0 .75rem;font-size:1.25rem;line-height:1.35;font-weight:600}
.parts{display:grid;gap:.9rem;margin:0 0 1rem}
.parts h3{margin:0 0 .2rem}
pre{margin:0;font:.875rem/1.6 var(--mono);tab-size:2;white-space:pre-wrap;overflow-wrap:anywhere}
.box{padding:.7rem .9rem;border:1px solid var(--line);border-radius:8px;background:var(--card)}
.box[tabindex]{max-height:22rem;overflow:auto}
.cure{position:relative;border-color:color-mix(in srgb,var(--cure) 35%,transparent);background:var(--cure-bg)}
.row{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:end;gap:.5rem;margin-bottom:.2rem}
.row button{min-height:2rem;padding:.1rem .7rem;font-size:.875rem}
.frames{border:1px solid var(--line);border-radius:10px;background:var(--card);overflow:hidden}
.frames>*+*{border-top:1px solid var(--line)}
summary{cursor:pointer}
.frame>summary,.fold>summary,.bare{display:flex;flex-wrap:wrap;align-items:baseline;gap:.1rem .75rem;padding:.55rem .9rem;list-style:none}
summary::-webkit-details-marker{display:none}
.frame>summary::before,.fold>summary::before,.more>summary::before{content:"";flex:none;align-self:center;width:.4rem;height:.4rem;border:solid var(--soft);border-width:0 1.5px 1.5px 0;transform:rotate(-45deg);margin:0 .1rem}
details[open]>summary::before{transform:rotate(45deg)}
summary:hover{background:var(--sunk)}
summary:focus-visible,.source:focus-visible,.box:focus-visible{outline-offset:-2px}
.name{font:600 .9375rem/1.5 var(--mono)}
.place{font:.875rem/1.5 var(--mono);color:var(--soft)}
.fold>summary{background:var(--sunk);color:var(--soft);font-size:.875rem;padding-block:.35rem}
.fold ol{margin:0;padding:.25rem 0;list-style:none}
.fold li{padding:.15rem .9rem .15rem 2rem;font:.8125rem/1.5 var(--mono);color:var(--soft)}
.fold li b{color:var(--ink);font-weight:500}
.source{margin:0;padding:.35rem 0 .5rem;border-top:1px solid var(--line);overflow-x:auto;font:.8125rem/1.65 var(--mono)}
.source ol{display:table;min-width:100%;margin:0;padding:0;list-style:none}
.source li{display:grid;grid-template-columns:3.75rem 1fr;white-space:pre;tab-size:2;overflow-wrap:normal}
.source li>span{padding-right:.9rem;text-align:right;color:var(--soft);user-select:none}
.source li>code{font:inherit;padding-right:1rem}
.source .hit{background:var(--warn-bg);box-shadow:inset 3px 0 var(--warn)}
.source .hit>span{color:var(--warn);font-weight:700}
mark{background:none;color:inherit;text-decoration:underline wavy var(--warn) 1.5px;text-underline-offset:.3em;text-decoration-skip-ink:none;font-weight:700}
.k{color:var(--key)}.s{color:var(--str)}.n{color:var(--num)}.c{color:var(--com);font-style:italic}
.note{margin:0;padding:.5rem .9rem;color:var(--soft);font-size:.875rem}
.more{border:1px solid var(--line);border-radius:10px;background:var(--card);margin-top:.6rem}
.more>summary{display:flex;align-items:baseline;gap:.75rem;padding:.6rem .9rem;font-weight:600;list-style:none;border-radius:9px}
.more>summary small{color:var(--soft);font-weight:400;font-size:.875rem}
.more>div{padding:0 .9rem .9rem}
table{width:100%;border-collapse:collapse;table-layout:fixed}
th,td{padding:.35rem 0;border-top:1px solid var(--line);text-align:left;vertical-align:top;font:.875rem/1.5 var(--mono)}
tr:first-child>*{border-top:0}
th{width:15rem;padding-right:1rem;color:var(--soft);font-weight:400}
td small{display:block;color:var(--soft);font-size:.75rem}
.masked{color:var(--soft);letter-spacing:.1em}
textarea{display:block;width:100%;height:20rem;padding:.7rem .9rem;border:1px solid var(--line);border-radius:8px;background:var(--sunk);color:var(--ink);font:.8125rem/1.55 var(--mono);resize:vertical}
footer{margin-top:2.5rem;padding-block:0 3rem;color:var(--soft);font-size:.875rem}
@media (max-width:40rem){th,td{display:block;width:auto}th{padding-bottom:0}td{border-top:0;padding-top:0}.source li{grid-template-columns:3rem 1fr}.source li>span{padding-right:.6rem}.tools>:not([role]){flex:1 1 auto;justify-content:center}}
@media (forced-colors:active){.hit{outline:1px solid}}
@media print{.tools,.skip{display:none}}
`;

/// How pages look: the chrome is grey, so that pictures can be judged, and colour is evidence.
///
/// Blue are words that a machine added, orange words that were lost, yellow what the linter marks,
/// teal what is proved equal, red what was refused or is not as asked. Whatever went to a model or
/// came from one stands in a monospaced face.
enum PageStyle {
    /// What every page has.
    static let frame = tokens + base + parts

    private static let tokens = """
        :root{color-scheme:light dark;
        --page:light-dark(#f2f2f2,#131313);--panel:light-dark(#fff,#1b1b1b);
        --well:light-dark(#f6f6f6,#141414);--hover:light-dark(#ececec,#2a2a2a);
        --stage:light-dark(#d9d9d9,#0a0a0a);--line:light-dark(#dedede,#303030);
        --edge:light-dark(#868686,#7d7d7d);--ink:light-dark(#161616,#f1f1f1);
        --ink-2:light-dark(#4d4d4d,#bdbdbd);--ink-3:light-dark(#666,#9b9b9b);
        --focus:light-dark(#0a5bd3,#7ab8ff);
        --add:light-dark(#084a85,#b3d9ff);--add-bg:light-dark(#dcecfb,#133453);
        --add-line:light-dark(#2b7fc7,#5aa9ee);
        --del:light-dark(#8b3300,#ffbd94);--del-bg:light-dark(#ffe8d9,#482410);
        --del-line:light-dark(#c4550f,#e8915c);
        --mark:light-dark(#5c4600,#ffe08a);--mark-bg:light-dark(#fff0b3,#453808);
        --same:light-dark(#00594a,#7fe0c6);--same-bg:light-dark(#d9f2ec,#0d382f);
        --bad:light-dark(#a3191f,#ffa8a3);--bad-bg:light-dark(#fde5e3,#46171a);
        --sans:"Inter","Inter Variable",system-ui,-apple-system,"Segoe UI",Roboto,\
        "Helvetica Neue",sans-serif;
        --wire:ui-monospace,"SF Mono","JetBrains Mono","Cascadia Code",Menlo,Consolas,\
        "DejaVu Sans Mono",monospace}

        """

    private static let base = """
        *,::before,::after{box-sizing:border-box}
        [hidden]{display:none!important}
        html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--page);color:var(--ink);font:400 14px/1.45 var(--sans)}
        h1,h2,h3,p,dl,dd,ol,ul,figure,pre{margin:0;padding:0}
        ol,ul{list-style:none}
        h1,h2,h3{font-weight:620;letter-spacing:-.01em;line-height:1.25;text-wrap:balance}
        h1{font-size:20px;letter-spacing:-.018em}h2{font-size:14px}h3{font-size:13px}
        img{display:block;max-width:100%}
        :focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:4px}
        @media (prefers-contrast:more){:root{--line:var(--edge);--ink-2:var(--ink);\
        --ink-3:var(--ink)}}

        """

    private static let parts = """
        .top{display:flex;align-items:center;gap:6px 16px;flex-wrap:wrap;padding:12px 20px;\
        background:var(--panel);border-bottom:1px solid var(--line)}
        .top .end{margin-left:auto;color:var(--ink-2);font-variant-numeric:tabular-nums}
        .brand{display:inline-flex;gap:9px;align-items:center;font-weight:680;\
        letter-spacing:-.02em;font-size:15px}
        .brand svg{width:22px;height:22px;fill:none;stroke:currentColor;stroke-width:2.2;\
        stroke-linejoin:round}
        .panel{background:var(--panel)}
        .panel section{padding:16px 20px;border-bottom:1px solid var(--line);display:grid;gap:10px}
        .hint{color:var(--ink-2);font-size:13px}
        .wire{font-family:var(--wire);font-size:13px;line-height:1.65;overflow-wrap:anywhere;\
        white-space:pre-wrap;font-feature-settings:"calt" 0,"liga" 0}
        ins{text-decoration:underline solid var(--add-line) 2px;text-underline-offset:3px;\
        background:var(--add-bg);color:var(--add);padding:1px 1px 2px;border-radius:2px}
        del{text-decoration:line-through solid var(--del-line) 2px;background:var(--del-bg);\
        color:var(--del);padding:1px 1px 2px;border-radius:2px}
        mark{background:var(--mark-bg);color:var(--mark);padding:1px 4px;border-radius:3px}
        .tally{display:inline-flex;gap:6px;font:560 12px/1 var(--sans);\
        font-variant-numeric:tabular-nums}
        .tally span{padding:4px 6px;border-radius:4px}
        .tally .p{background:var(--add-bg);color:var(--add)}
        .tally .m{background:var(--del-bg);color:var(--del)}
        .tally .e{background:var(--same-bg);color:var(--same)}
        .pill{display:inline-block;justify-self:start;font-size:12px;font-weight:600;line-height:1.3;\
        padding:3px 9px;border-radius:99px;background:var(--hover);white-space:nowrap}
        .same{background:var(--same-bg);color:var(--same)}.bad{background:var(--bad-bg);\
        color:var(--bad)}
        .warn{background:var(--mark-bg);color:var(--mark)}.add{background:var(--add-bg);\
        color:var(--add)}
        .facts{display:grid;grid-template-columns:auto minmax(0,1fr);gap:7px 16px;font-size:13px}
        .facts dt{color:var(--ink-2)}
        .facts dd{text-align:right;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
        .facts code,.digest{font-family:var(--wire);font-size:12px}
        pre{background:var(--well);border:1px solid var(--line);border-radius:6px;padding:12px 14px;\
        overflow-x:auto;font:12.5px/1.6 var(--wire);tab-size:4}
        .vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);\
        white-space:nowrap}
        @media (forced-colors:active){.pill,.tally span{border:1px solid CanvasText}}

        """
}

import Candid
import Pixels

/// A comparison as one page that needs nothing else: a slider, a blink, the heat map and the figures.
struct ComparisonPage {
    let result: ComparisonResult
    let names: (before: String, after: String)
    let heat: [UInt8]

    /// The page.
    var html: String {
        let figures = ComparisonText(result, Terminal.plain).lines.joined(separator: "\n")
        let answer = result.comparison.answer.rawValue
        return Page(
            title: "\(answer): \(names.before), \(names.after)", style: Self.style,
            body: """
                <header class="top">\(Page.brand)<h1>\(names.before) <span>and</span> \
                \(names.after)</h1></header>
                <main><div class="bar" role="group" aria-label="View">
                <button data-view="slide" aria-pressed="true">Slide</button>
                <button data-view="blink" aria-pressed="false">Blink</button>
                <button data-view="heat" aria-pressed="false">Heat map</button>
                <label>Before <input type="range" id="at" min="0" max="100" value="50" \
                aria-label="How much of the first picture is shown"> After</label></div>
                <div id="stage" style="aspect-ratio:\(result.first.width)/\(result.first.height)">
                <img id="after" alt="The second picture" src="\(Page.address(result.files.after))">
                <img id="before" alt="The first picture" src="\(Page.address(result.files.before))">
                <img id="heat" alt="Where they differ" src="\(Page.address(heat))" hidden></div>
                <p class="key"><i style="background:#005ab2"></i>just seen
                <i style="background:#e67800"></i>clear <i style="background:#faeb3c"></i>strong</p>
                <pre>\(figures)</pre></main>
                """, script: Self.script
        ).text
    }

    private static let style = """
        main{max-width:70rem;margin:0 auto;padding:16px 20px}
        h1{overflow-wrap:anywhere}
        h1 span{font-weight:400;color:var(--ink-3)}
        .bar{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin-bottom:12px}
        button{font:inherit;font-weight:540;min-height:36px;padding:0 12px;\
        border:1px solid var(--edge);border-radius:6px;background:var(--panel);color:inherit;\
        cursor:pointer}
        button[aria-pressed=true]{background:var(--ink);color:var(--panel);border-color:var(--ink)}
        label{display:flex;gap:8px;align-items:center;flex:1;min-width:14rem}
        input{flex:1;accent-color:var(--ink)}
        #stage{position:relative;max-height:80vh;margin:auto;background:var(--stage);\
        overflow:hidden}
        #stage img{position:absolute;inset:0;width:100%;height:100%}
        #before{clip-path:inset(0 50% 0 0)}
        .key{margin:12px 0}
        .key i{display:inline-block;width:12px;height:12px;margin:0 5px 0 12px;border-radius:2px}
        .key i:first-child{margin-left:0}
        """

    private static let script = """
        const $=id=>document.getElementById(id),before=$('before'),heat=$('heat'),at=$('at');
        let timer=0;
        const cut=share=>{before.style.clipPath=`inset(0 ${100-share}% 0 0)`};
        at.addEventListener('input',()=>{show('slide');cut(at.value)});
        function show(view){clearInterval(timer);heat.hidden=view!=='heat';
        document.querySelectorAll('button').forEach(b=>
        b.setAttribute('aria-pressed',String(b.dataset.view===view)));
        if(view==='slide')cut(at.value);
        if(view==='blink'){let on=true;cut(100);
        timer=setInterval(()=>{on=!on;cut(on?100:0)},700)}}
        document.querySelectorAll('button').forEach(b=>
        b.addEventListener('click',()=>show(b.dataset.view)));
        """
}

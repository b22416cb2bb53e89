import Candid
import Foundation
import Pixels

/// A comparison as one page that needs nothing else: a slider, a blink, the heat map and the figures.
struct ComparisonPage {
    let result: ComparisonResult
    let names: (before: String, after: String)
    let heat: [UInt8]

    /// The page.
    var html: String {
        let figures = ComparisonText(result, Terminal.plain).lines.map(Self.escaped)
            .joined(separator: "\n")
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Self.escaped(result.comparison.answer.rawValue)): \(Self.escaped(names.before)), \
            \(Self.escaped(names.after))</title>
            <style>\(Self.style)</style></head><body>
            <h1>\(Self.escaped(names.before)) <span>and</span> \(Self.escaped(names.after))</h1>
            <div class="bar" role="group" aria-label="View">
            <button data-view="slide" aria-pressed="true">Slide</button>
            <button data-view="blink" aria-pressed="false">Blink</button>
            <button data-view="heat" aria-pressed="false">Heat map</button>
            <label>Before <input type="range" id="at" min="0" max="100" value="50" \
            aria-label="How much of the first picture is shown"> After</label></div>
            <div id="stage" style="aspect-ratio:\(result.first.width)/\(result.first.height)">
            <img id="after" alt="The second picture" src="\(Self.address(result.files.after))">
            <img id="before" alt="The first picture" src="\(Self.address(result.files.before))">
            <img id="heat" alt="Where they differ" src="\(Self.address(heat))" hidden></div>
            <p class="key"><i style="background:#005ab2"></i>just seen
            <i style="background:#e67800"></i>clear <i style="background:#faeb3c"></i>strong</p>
            <pre>\(figures)</pre>
            <script>\(Self.script)</script></body></html>

            """
    }

    private static func address(_ file: [UInt8]) -> String {
        let kind = ImageFormat(sniffing: file)?.rawValue ?? "png"
        return "data:image/\(kind);base64,\(Data(file).base64EncodedString())"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }

    private static let style = """
        :root{color-scheme:light dark}
        body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:1rem}
        h1{font-size:1.2rem;font-weight:600;margin:0 0 .75rem;overflow-wrap:anywhere}
        h1 span{font-weight:400;opacity:.7}
        .bar{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;margin-bottom:.75rem}
        button{font:inherit;padding:.35rem .9rem;border:1px solid #8888;border-radius:.4rem;\
        background:transparent;color:inherit;cursor:pointer}
        button[aria-pressed=true]{background:#005ab2;color:#fff;border-color:#005ab2}
        button:focus-visible,input:focus-visible{outline:3px solid #e67800;outline-offset:2px}
        label{display:flex;gap:.5rem;align-items:center;flex:1;min-width:14rem}
        input{flex:1}
        #stage{position:relative;max-height:80vh;margin:auto;background:#fff;overflow:hidden}
        #stage img{position:absolute;inset:0;width:100%;height:100%}
        #before{clip-path:inset(0 50% 0 0)}
        .key i{display:inline-block;width:.8rem;height:.8rem;margin:0 .3rem 0 .8rem}
        .key i:first-child{margin-left:0}
        pre{padding:.75rem 1rem;border:1px solid #8884;border-radius:.4rem;overflow:auto}
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

/// How a receipt's page is laid out.
enum ReceiptPageStyle {
    static let text = """
        .sheet{display:grid;grid-template-columns:minmax(0,1fr) 420px;align-items:start;\
        min-height:calc(100vh - 48px)}
        .left,.right{display:grid;align-content:start;min-width:0}
        .right{border-left:1px solid var(--line);background:var(--panel);min-height:100%}
        .left{min-height:100%;background:var(--panel)}
        .stage{background:var(--stage);padding:24px;display:flex;flex-wrap:wrap;gap:16px;\
        justify-content:center;align-items:center}
        .stage.none{min-height:220px;color:var(--ink-2)}
        .stage figure{display:grid;gap:8px;min-width:0;flex:0 1 auto}
        .stage.many{display:grid;grid-template-columns:repeat(auto-fit,minmax(260px,1fr));\
        align-items:start}
        .many .ph{justify-self:stretch}.many .ph img{width:100%}
        .stage figcaption{font-weight:600}
        .gone{background:var(--panel);padding:24px;color:var(--ink-2);overflow-wrap:anywhere}
        .ph{position:relative;line-height:0;justify-self:start}
        .ph img{width:auto;height:auto;max-height:78vh;\
        background:repeating-conic-gradient(#fff 0 25%,#ddd 0 50%) 0/20px 20px;\
        box-shadow:0 0 0 1px rgb(0 0 0/.14)}
        .box{position:absolute;border:2px solid #fff;outline:1.5px solid #000;font-style:normal}
        .box b{position:absolute;left:-2px;top:-2px;background:#000;color:#fff;\
        font:650 12px/1 var(--sans);padding:4px 6px}
        .verdict{padding:20px;display:grid;gap:8px;border-bottom:1px solid var(--line)}
        .detail{color:var(--ink-2);white-space:pre-line;text-wrap:pretty;overflow-wrap:anywhere}
        .panel .lanes{gap:14px}
        .lane{display:grid;gap:7px;position:relative;padding-left:21px}
        .lane::before{content:"";position:absolute;left:3px;top:4.5px;width:9px;height:9px;\
        border-radius:50%;border:2px solid var(--ink);background:var(--panel)}
        .lane::after{content:"";position:absolute;left:7px;top:15px;bottom:-17px;width:1.5px;\
        background:var(--edge)}
        .lane:last-child::after{display:none}.lane:last-child::before{background:var(--ink)}
        .lane header{display:flex;align-items:start;gap:8px;min-height:20px}
        .lane h2{font-size:13px}
        .lane header>:last-child{margin-left:auto;flex:none}
        .kinds{display:grid;grid-template-columns:auto minmax(0,1fr);gap:5px 12px;font-size:13px}
        .kinds dt{color:var(--ink-2)}.kinds dd{font-family:var(--wire);font-size:12.5px}
        .given{display:grid;gap:10px}
        .given li{display:flex;gap:12px;align-items:start;font-size:13px}
        .given img{width:64px;height:64px;object-fit:contain;flex:none;\
        background:repeating-conic-gradient(#fff 0 25%,#ddd 0 50%) 0/16px 16px}
        .digest{overflow-wrap:anywhere;color:var(--ink-2)}
        .verdicts{display:grid;gap:12px}
        .verdicts li{display:grid;grid-template-columns:100px minmax(0,1fr);gap:12px;\
        align-items:start}
        .verdicts p{overflow-wrap:anywhere;margin-top:2px}
        .look{padding-left:10px;border-left:2px solid var(--line)}
        .crops{display:flex;flex-wrap:wrap;gap:8px;margin-top:8px}
        .crops img{max-height:120px;width:auto;background:var(--stage)}
        .crops figcaption{font-size:12px;color:var(--ink-2)}
        .attempts{display:grid;gap:6px;list-style:decimal;padding-left:20px}
        .attempts li{overflow-wrap:anywhere}
        .figure{font-size:16px;font-weight:620;font-variant-numeric:tabular-nums}
        .digests{display:grid;grid-template-columns:auto minmax(0,1fr);gap:7px 16px;font-size:13px}
        .digests dt{color:var(--ink-2)}.digests dd{color:var(--ink)}
        @media (max-width:900px){
        .sheet{display:flex;flex-direction:column}.left,.right{display:contents}
        .stage{order:1;padding:0}.words{order:2}.proof{order:3}.record{order:4}
        .stage,.panel{width:100%}.panel section,.verdict{padding:16px}
        .stage figure{width:100%}.stage.many{display:flex;flex-direction:column}
        .stage figcaption{padding:10px 16px 0}.ph img{max-height:none;width:100%}
        .top{padding:10px 16px}.top .end{font-size:13px}}
        @media print{.stage{background:none}.sheet{display:block}}

        """
}

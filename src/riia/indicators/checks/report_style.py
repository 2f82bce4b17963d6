"""How the HTML report looks: calm, dense where scanned, legible at 320 px and on paper. Contrast is AA or better."""

from typing import Final

STYLE: Final = """
*{box-sizing:border-box}
body{margin:0;font:19px/1.4 Arial,Helvetica,sans-serif;color:#0b0c0c;background:#fff;-webkit-text-size-adjust:100%}
header{border-top:10px solid #1d70b8;border-bottom:1px solid #b1b4b6}
header p,main{max-width:1020px;margin:0 auto;padding:0 15px}
header p{padding-top:12px;padding-bottom:12px;font-weight:700;display:flex;justify-content:space-between;gap:15px}
header span{font-weight:400;color:#484949}
main{padding-top:30px;padding-bottom:60px}
h1{font-size:36px;line-height:1.15;margin:0 0 20px;max-width:24em}
h2{font-size:27px;line-height:1.2;margin:45px 0 15px}
h3{font-size:22px;margin:35px 0 10px;overflow-wrap:anywhere}
h4,h5{font-size:19px;margin:0 0 8px}
h3+h4,section+h4{margin-top:25px}
p{margin:0 0 12px;max-width:44em}
code,.code{font-family:"Courier New",monospace;font-size:17px}
.skip{position:absolute;left:-9999px}
.skip:focus{left:15px;top:15px;background:#fd0;color:#0b0c0c;padding:8px;z-index:1}
a{color:#1a65a6}
:focus-visible{outline:3px solid #fd0;outline-offset:0;box-shadow:0 0 0 5px #0b0c0c}
.warning-text{border-left:10px solid #ca3535;padding:10px 15px;background:#fdf3f3}
.inset{border-left:10px solid #b1b4b6;padding:10px 15px}
.summary{margin:0;border-top:1px solid #b1b4b6}
.summary div{display:flex;border-bottom:1px solid #b1b4b6;padding:9px 0;gap:15px}
.summary dt{width:9em;flex:none;font-weight:700}
.summary dd{margin:0;display:flex;gap:0 15px;flex-wrap:wrap}
.summary b{min-width:3.5em;text-align:right;font-variant-numeric:tabular-nums}
.summary span{color:#484949}
.finding{border-left:5px solid #b1b4b6;padding:5px 0 5px 15px;margin:0 0 25px;break-inside:avoid}
.finding.error{border-color:#ca3535}
.finding.warning{border-color:#f47738}
.tag{display:inline-block;padding:1px 8px;font-size:16px;font-weight:400;margin-right:6px}
.tag.error{background:#f4d7d7;color:#651b1b}
.tag.warning{background:#fcd6c3;color:#6e3619}
.tag.note{background:#e8e8e8;color:#282d30}
.where,.more{color:#484949;margin-bottom:8px}
.scroll{overflow-x:auto;max-width:100%;margin-bottom:20px}
.finding .scroll{margin-bottom:5px}
table{border-collapse:collapse;font-size:17px;font-variant-numeric:tabular-nums;margin-bottom:5px}
caption{text-align:left}
.caption{font-weight:700;margin-bottom:8px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
th,td{text-align:left;padding:6px 20px 6px 0;border-bottom:1px solid #cecece;vertical-align:top}
td{overflow-wrap:break-word;min-width:4.5em;max-width:26em}
.wide{min-width:17em}
.number{text-align:right;padding-right:20px;overflow-wrap:normal}
summary{cursor:pointer;color:#1a65a6;text-decoration:underline;margin-bottom:8px}
li{margin-bottom:6px;max-width:44em;overflow-wrap:anywhere}
ul{padding-left:20px;margin:0 0 12px}
@media (max-width:640px){
body{font-size:16px}h1{font-size:27px}h2{font-size:22px}h3{font-size:19px}h4,h5{font-size:16px}
table,code,.code{font-size:15px}.tag{font-size:14px}
.summary div{display:block}.summary dt{width:auto}.summary b{min-width:0}
th,td{padding-right:12px}
}
@media print{
body{font-size:11pt}header{border-top-width:4pt}h1{font-size:20pt}table{font-size:10pt}
.skip{display:none}.scroll{overflow:visible}
}
""".strip()

"""Words of everyday English and of the field: what a damaged word may have been."""

from typing import Final

COMMON: Final = frozenset(
    """
    hall school street town road house square avenue lane park place court
    a able about above abroad absent abuse academic accept accepted access accessible accommodation accordance
    account accounts achieve achieved across act action actions active activities activity acts actual add added
    address addresses adds adjusted administrator adopted adopter adopters adoption adoptions adult advance adviser
    advisers aforesaid after afterwards again against age aged agencies agency ages aggregate agree agreed agreement
    agreements agrees ahead aim aims alert alike all alliance alliances allocated allocation allocations allow
    allowed allows alone along already also alternative always am amber amended amendment among amount amounts an
    analyst and anew annex annexes annotations announced annual annually annum another answer answered answering
    answers anti any anybody anyone anything anywhere apart appendices appendix applicable application applications
    applied applies apply appoint appointed appointment appropriate approval approve approved approves approximately
    april archive are area areas arise arising arithmetic around arrange arrangement arrangements array arrays as
    ascending ask asked asker asking assessed assessment assessments assist assistance at attached attachment attack
    attacker attend attendance attended attention attributes audience audiences audit auditor august authenticator
    authorisation authorise authorised authorities authority autumn available average award awarded awards away axis
    back background backlog bad band bands bank bare bars base based baseline bases basis be became because become
    becomes becoming bed been before began begin beginning begins begun behalf behaviour behind being belong belongs
    below beside besides best better between beyond bid bids big bind binding birth birthday blade blank blanks
    block blocks board bodies body bold book born borough boroughs both bottom bound bounds boxes boy boys branch
    breach breadcrumbs break breakdown breaks brings bristol broken browser budget budgets building built bullet
    busy but button by byte cache calendar calendars call called caller calls came can cancelled candidate
    candidates cannot canonical capacity capitals care carer carried carries carry case caseload cases cast
    catalogue category cause causes ceased ceasing cell cells census cent central centre chair chaired
    challenge chance change changed changes chapter character characters charity chart charts chase cheapest check
    checked checkout checks chief child children chips choice choices choose chosen chunk circle circulated
    circumstances citation cited city civil claim claims clash clashes class classes clause clauses clean clear
    clerk client clock clocks close closed closely closes closing closure code codes colleague colleagues collect
    collected collection collections colleges colour column columns come comes coming comma command commands commas
    commence commencement commences comment comments commission commissioned commissioning commitment commitments
    committed committee committees common community company comparable comparator compare compared compares
    comparison comparisons complaint complaints complete completed completion comply compute computed concern
    concerned concerns condition conditions conduct conducted conference conferences confidence confidential
    confidentiality confirm confirmed conflict conflicts connection consensus consent consequence consider
    considered consist consists constraints consult consultation contact contacts contains content contents context
    contexts continue contract contribute contributes contribution contributions
    contributor control controlled convene cooperate cooperation coordinate coordinator coordinators copied copies
    copy core correct corrected correction corrects cost costings costs could council councillor
    councillors councils count counted counting countings country counts county course cover coverage covered covers
    criminal criteria criterion cultural currency current curriculum custody cuts daily damaged dash
    dashboard data database dataset datasets date dated dates day days deadline deadlines death december decide
    decided decides deciding decision decisions declaration declared decline declined deduct deem deemed default
    defects defined definition definitions delay delays delegated deleted delimiter deliver delivered deliveries
    delivers delivery demand demonstration denominator denominators dental department dependencies depends depth
    deputy derby derived described description desk destroyed detail details determination determine determined
    determines develop developed developing development developments deviation diagnostics did died differ
    difference differences different differently differing differs digest digit digits dimension dimensions
    direct direction directly director directorate directors disability disclose disclosed disclosure discuss
    discussed discussion disk dispute disputes distance distribute distributed distributing district divided do
    document documented documents does doing domestic done door doubtful down download draft drafts draw drawn drop
    dropped due dues during duties duty each earlier earliest early east edge edges edit edition editions edits
    educated education effect effective eight either elect elected elements eleven eligible else elsewhere email
    employ employed employee employees employer employment empty enable enabled enabler enablers enables encoding
    end endeavour ended ending ends engine england enough enquire enquiries enquiry ensure ensured ensures
    ensuring enter entered entering enters entitled entries entry environment episode episodes equal equally equip
    equivalent equivalents era error errors escalate escalated escalation establish established estimable estimate
    estimated evaluate evaluation even evening event events ever every everybody everyone everything everywhere
    evidence exact exactly example examples except exception exclusions executed executive exempt exemption
    exemptions exercise exercised exist existing exists expect expectations expected expenditure experience expert
    expires expiry explain explained explains explanation explanations exponent export express expressed extend
    extended extends extension extensions extra extract extracts facilitate fact factor factors facts failed failing
    fails fair fall falls false families family far fate fault february fee feed feedback feeds fees fell few fewer
    fewest field fields figure figures file files fill filled filling filters final finally finance financial find
    finding findings finds fingerprint finished finite first fit fits fitting five fix fixed flag flat float flow
    folded folder folders follow followed following follows for force forecast forgotten form formal formally format
    formats former forms formula formulas forward foster fostered fostering found foundation four fourth fractions
    frame frames free freedom frequency fresh friday from front full fully function functions fund funded funding
    funds funnel further furthest future gap gaps gate gathered gave gender general get gets girls give given gives
    go goes going gone good got governance government grant granted grants green grew grid grids grounds group
    groups guardianship guess guidance guidelines had half halves hand handed happen happened happens
    hardly has have having he head headed header headers heading headings headline heads health height heights held
    help her here hereby herein hereinafter hide hides hiding high higher highest him hint his historical history
    hold holder holders holding holdings holds holiday holidays home homes honest hospital host hosted hosts hour
    housed housing how however i icpcs identifier identifiers if ignore illegible immediately impact implement
    implementation improve improved improvement improvements in incident include included including inclusive
    incurred indent independent index indicator indicators individual induction influence inform information initial
    initiating initiative initiatives innovation inside insight inspection inspections inspectors install
    installation installed instalment instalments instead instruction instructions insurance intake integer
    integrated intend intended intends interest interface interim internal interpolated interval intervals interview
    into inventory invitation invitations invite invited invoice invoiced invoices involve involved is issue issued
    issues it item items its january job joined joint jointly judge judged judgement july june just justice keep
    keeper keeps kept key keys kind kinds know knowing knowledge known knows kpis labelled labour lack lacking lacks
    lapsed large larger largest last lasts late later latest law lawful lawfully layout layouts lead leader leaders
    leadership leads leaflet leaks learn learning least leave leaver leavers leaves leaving led left legal legally
    leicester length lengths less let lets letter letters level levels levy liability liable liaise liberty library
    licence lies like likely limit limited limits line linear lines link linked links list listed little live lives
    living load loaded loader local locally lock locked lodged lodgings logged london long longer longest look
    looked looks loose lost lot low lower lowest machine made mail main maintain maintained maintaining majority
    make makers makes making man manage manager managers manages mandate manifest many march margin mark marked
    marks mask match matched material matters may me mean meaning meanings means meant measure measured measures
    median meet meeting meetings meets member members memorandum memory men mended mention mentor mentoring mentors
    merged message messages met method middle migrations milestone million mine minimum minister ministers minus
    minute minutes missed missing mistake misuse mixed mode model models modern module modules moment monday money
    monitor monitored monitoring month monthly months more morning most mother move moved moves moving much multiple
    must mutual my name named names naming narrow narwhals national navigation near nearest nearly necessary need
    needed needs negative negotiate neighbour neighbours neither net network networks never new newcomer newer
    newest next nightly nine no nobody node nominate nominated none nonsense normal north northern not note noted
    notes nothing notice notices notified notify noun november now nowhere null number numbered numbers numerator
    numerators nursery object objects obligation obligations observation observations observed obstacle obstacles
    obtain obtained occur occurs october of off offender offer offered offers office officer officers offices
    official offset often old older oldest on once one ones only onward open opened opening openness opens operate
    operates operating operation operations operator opinion opportunity option optional options or order ordered
    ordering orders organisation organisations origin original other others otherwise our ours out outcome outcomes
    outer outline outside outstanding over overall overdispersion overdue overlap override oversee oversight
    overspend overspent owed own owner owners pace pack package packaged packages packed packs page pages paid pair
    pairs pairwise panel paper paragraph paragraphs parent parents parish part parted participate participating
    participation parties partner partners partnership parts party pass passage passed passes passing passkey
    password past path paths pathway pathways pattern pay payable payee payment payments pays peer peers
    pence penny people per percent percentage percentages performance period periods permanence permissions permit
    permitted person persona personal persons phase phone phrase picture pictures piece pieces pilot place placed
    placement placements places plain plan planned plans planted platform please plot plural point
    pointer points polarity police policies policy pooled poor population populations port portal portfolio position
    positions positive possessive possible post postcode posted posts pound pounds power practice practices
    practitioner practitioners preference prefix prepare prepared prepares present presentation previous price
    prices primary principal principle principles print printed prints prior priorities priority privacy private
    probability probation problem problems procedure procedures process processed processes processing processor
    procurement product production profile program programme programmes programs progress progression project
    projects promise promised promises promote promoted prompt proof proofs properties property proportion proposal
    propose proposed proposer prospectus protect protected protection protocol protocols provide provided provider
    providers provides providing provision provisions pseudonym pseudonymise pseudonymised pseudonyms public
    publication publish published publisher publishes pupil pure purpose purposes pursuant put puts
    python quality quarter quarterly quarters question questions quick quiet quirk quorum quota quotation quoted
    raise raised ran range ranges rank ranking ranks rapid rate rated rates rather rating ratio ratios reach reached
    reaches read reader readers readiness reading readings reads ready real realistic reason reasons rebase receipt
    receipts receive received receives receiving recent recipe recipient recipients reckoned recognise
    recognised recognises recommend recommendation recommendations reconcile record recorded recorder records
    recover recovered recovery recruit recruitment recurrence redacted redirect reduce reduced refer reference
    references referral referrals referred refers reflect reflecting reflects reform reforms refund refusal refusals
    refuse refused refuses regard regarding region regional regions register registered registers regularly
    regulation regulations reimburse rejected related relating relation relations release releases relevant remain
    remaining remains remark remedy remembered remit remove removed remuneration reopen reopened repeat repeated
    repeats replace replaced replaces reply report reported reporting reports represent representative
    representatives represents require required requirement requirements requires reserve residential
    resolve resolved resource resources respect response responsibilities responsibility responsible rest rests
    result results retain retained retains retention return returned returns reveal reverse reversed review reviewed
    reviews revised revision revoked rhythm rhythms right rights riia rise risen rising risk risks role roles
    rolling room root roots rota round rounded rounding rounds route rows rule ruled rules run running runs safe
    safeguard safeguarding said salaries salary same satisfied saturday save saved saw say saying says scale scan
    schedule schedules scheme school schools scope scoped scopes score scored scores screen screened script
    scrutiny sealed search season seat seats second secondment secondments seconds secret secretary secrets section
    sections sector secure see seed seek seen sees semi seminar send sender sending sends senior sent
    sentence sentences sentype separate september series serve served server serves service services
    session sessions set sets setting settings settle settled settles seven several severity shall shape shapes
    share shared shares sharing she sheet sheets shift short should show showed shown shows side sides sign
    signatories signatory signature signatures signed significant signing signs silent similar simulate simulated
    simulation simulator since single sit six size sizes skills skip slack slip slope slopes slow small smaller
    smallest snapshot so social society soft solution solutions some somebody someone something son soon sort source
    sources southern southwest space spaces spans speak speaks special specialist specific specified spells spend
    spending spends spent split sponsor spot spots spread spreads spreadsheet spring square stability staff stage
    stages stakeholder stakeholders stand standard standards standing standings stands start started
    starting starts state stated statement statements states statistical statistics status statuses statutory stay
    stays steady steering stem step steps still stock stood stop stopped stops stored story straight strand strands
    strange strategic strategies strategy stream strength strengthen strengths stretch string strongest struck style
    styles sub subject submission submit submits submitted subregion success successor such sufficiency
    sufficient suffix suitable sum summaries summary summer sums sunday superseded supersedes supervision supplement
    supplier supplies supply support supported supporting supports suppressed sure surname survey surveys sustain
    symbol symbols system systems table tables tags tail take taken takes taking target targets task tasks
    tax team teams teeth tell telling tells template templates temporary ten tenant tenth tenths term terminate
    termination terminology termly terms test tested tests text texts than that the their theirs them theme themes
    themselves then there thereafter thereof these they thing things third this those though thousand thread three
    threshold through thursday tick ticks tidy tie tied ties time timed timely times timetable
    timing title titled titles to today together told tone too took tool tools top topic topics total totals touch
    towards town trail trainer training trait transaction transfer transferred transition travel treasury tree trend
    trial tribunal tried tries troubles true trust trusted trusts try tuesday turn turned turnover turns twelve
    twenty twice twin two type typed types unaccompanied unborn unchanged undecided under underspend
    understanding understood undertake undertaken undertakes unfinished unique unit unitary units university unknown
    unless unlike unnamed unpublished unread unreadable unreliable unrounded unseen unspent unsure until untold
    unusual up updated uplift upload uploaded upon upper urgent us usable use used user uses usual usually
    vacancies vacancy valid validate validated validation value values variance variant variants variation
    variations vary venue verb verbs verdict verdicts verified version versions very view viewer vintage virement
    visible visit visits voided voluntary vote votes vulnerable wait waiting waits want wanted war ward warning was
    way ways we website wednesday week weekday weekend weekly weeks weight weighted weighting weights welfare well
    wellbeing went were western what whatever when where wherever whether which whichever while who whoever whole
    wholes whom whose why wide widened wider widget width widths will willing wilson win window windows winter with
    withdraw withdrawal withdrawn withheld within without won word wording wordings words work workbook workbooks
    worked worker workers workforce working works workshop workshops world worse worst worth would write writer
    writes writing written wrong wrote year yearly years yes yet you young younger your youth zero zeros
   
    """.split()  # noqa: SIM905
)

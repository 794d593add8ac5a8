# SPDX-License-Identifier: BSD-3-Clause
"""make_seeds.py OUT [STAMP]: what the fuzz targets begin with.

Seeds are OUT/<target>/<name>, dictionaries OUT/<target>.dict. Beside OUT the folder
dense/<target>/<name> holds inputs that are too long to be changed at random.
"""
import gzip
import math
import pathlib
import struct
import sys

FREQUENCIES = [1e5, 2e4, 3e3, 500.0, 60.0, 7.0]


def arc(f):
    """Re Z and Im Z of 100 ohm beside 1 uF, behind 20 ohm."""
    z = 20 + 1 / (1 / 100 + 2j * math.pi * f * 1e-6)
    return z.real, z.imag


POINTS = [(f, *arc(f)) for f in FREQUENCIES]


def rows(pattern, points=POINTS, end="\n"):
    out = []
    for i, (f, re, im) in enumerate(points):
        z = complex(re, im)
        y = 1 / z
        w = 2 * math.pi * f
        out.append(pattern.format(
            i=i + 1, f=f, re=re, im=im, mim=-im, abs=abs(z),
            deg=math.degrees(math.atan2(im, re)), rad=math.atan2(im, re),
            g=y.real, b=y.imag, cp=y.imag / w, cs=-1 / (w * im), d=y.real / y.imag,
            q=y.imag / y.real, rp=1 / y.real) + end)
    return "".join(out)


def table():
    yield "headed", "frequency_Hz,z_re_ohm,z_im_ohm\n" + rows("{f},{re},{im}")
    yield "sd", ("# pellet\nT/K;f/kHz;sigma'/S cm^-1;sd_sigma_S_per_m\n"
                 + "".join(f"{t};{f},5;1e-4;2e-6\n" for t in (298, 310) for f in (1, 20, 300)))
    yield "comma", "f [Hz]\tRe(Z) [Ohm]\t-Im(Z) [Ohm]\r\n" + rows(
        "{f}\t{re:.4f}\t{mim:.4f}", end="\r\n").replace(".", ",")
    yield "headless", rows("{f:e} {re:e} {im:e}")
    yield "numbered", rows("{i};{f};{re};{im}")
    yield "numpy", "# freq/Hz Re(Z)/Ohm Im(Z)/Ohm\n" + rows("{f:.18e} {re:.18e} {im:.18e}")
    yield "polar", "Freq (Hz),|Z| (Ohm),Phase (deg)\n" + rows("{f},{abs},{deg}")
    yield "area", "Frequency/Hz,Z'/Ohm*cm^2,-Z''/Ohm*cm^2\n" + rows("{f},{re},{mim}")
    yield "resistivity", "f/Hz,z_re/Ohm*m,z_im/Ohm*m\n" + rows("{f},{re},{im}")
    yield "eps", "f/Hz eps_re eps_im temperature_C\n1e3 10 -2 25\n1e4 8 -1 25\n1e3 11 -3 50\n"
    yield "modulus", "Freq.(MHz),M_re,M_im\n0.1,.01,.02\n1,.03,.04\n"
    yield "units", "freq;Z';-Z''\n(Hz);(kOhm);(kOhm)\n" + rows("{f};{re};{mim}")
    yield "repeated", "f/Hz,y_re_S,y_im_S\n1,2,3\n1,2,4\n10,2,3\n1,2,3\n\n100,2,5\n10,3,4\n"
    yield "sweeps", ("f/Hz,z_re_ohm,z_im_ohm,cycle\n" + rows("{f},{re},{im},1")
                     + rows("{f},{re},{im},2"))
    yield "preamble", ('"My file"\nSample: a\n\nFrequency (Hz)\tZ\' (\u03a9)\tZ\'\' (\u03a9)\n'
                       + rows("{f}\t{re}\t{im}"))
    yield "latin", b"T/\xb0C;f/Hz;Re(Z)/\xd8;Im(Z)\n" + rows("25;{f};{re};{im}").encode()
    yield "utf16", ("\ufefff/Hz;z_re/Ohm;z_im/Ohm\r\n" + rows("{f};{re};{im}")).encode("utf-16-le")
    yield "utf16be", ("\ufefff/Hz;z_re/Ohm;z_im/Ohm\r" + rows("{f};{re};{im}")).encode("utf-16-be")
    yield "quoted", '"f/Hz","z_re_ohm","z_im_ohm"\n"1","2","-3"\n"10","2","-4"\n\x1a'


def eclab_mpt():
    names = "freq/Hz\tRe(Z)/Ohm\t-Im(Z)/Ohm\t|Z|/Ohm\tPhase(Z)/deg\ttime/s\tcycle number\t\r\n"
    head = ("EC-Lab ASCII FILE\r\nNb header lines : {n}                          \r\n\r\n"
            "Potentio Electrochemical Impedance Spectroscopy\r\n\r\n"
            "Run on channel : 4 (SN 0)\r\nElectrode surface area : 0.001 cm\u00b2\r\n"
            "Acquisition started on : 11/23/2026 12:00:00.000\r\nUser : \r\nDevice : SP-200\r\n"
            "EC-Lab for windows v11.50 (software)\r\nMode : Single sine\r\n")
    pattern = "{f}\t{re}\t{mim}\t{abs}\t{deg}\t{i}\t"
    yield "peis", (head.format(n=13) + names + rows(pattern + "1.000\t", end="\r\n")).encode("latin-1")
    yield "cycles", (head.format(n=13) + names + rows(pattern + "1\t", end="\r\n")
                     + rows(pattern + "2\t", end="\r\n")).encode("latin-1")
    yield "comma", (head.format(n=13) + names + rows(pattern + "1\t").replace(".", ",")).encode("latin-1")
    yield "rest", ("EC-Lab ASCII FILE\nNb header lines : 3\n" + names.replace("\r", "")
                   + "0\t0\t0\t0\t0\t1\t1\n" + rows(pattern + "1\t"))
    yield "export", "freq/Hz\t|Z|/Ohm\tPhase(Z)/deg\n" + rows("{f}\t{abs}\t{deg}")
    yield "bt", "BT-Lab ASCII FILE\nNb header lines : 2\n" + names


def gamry_dta():
    head = ("EXPLAIN\nTAG\tEISPOT\nTITLE\tLABEL\tPotentiostatic EIS\tTest &Identifier\n"
            "DATE\tLABEL\t11/23/2026\tDate\nTIME\tLABEL\t12:00:00\tTime\n"
            "PSTAT\tPSTAT\tREF600-1\tPotentiostat\nAREA\tQUANT\t1.00000E+000\tSample Area (cm^2)\n")
    ocv = ("OCVCURVE\tTABLE\t2\n\tPt\tT\tVf\tVm\tAch\tOver\n\t#\ts\tV\tV\tV\tbits\n"
           "\t0\t0.25\t1.2\t0\t0\t...........\n\t1\t0.50\t1.2\t0\t0\t...........\n")
    names = "\tPt\tTime\tFreq\tZreal\tZimag\tZsig\tZmod\tZphz\tIDC\tVDC\tIERange\n" \
            "\t#\ts\tHz\tohm\tohm\tV\tohm\t\u00b0\tA\tV\t#\n"
    pattern = "\t{i}\t{i}\t{f:E}\t{re:E}\t{im:E}\t1\t{abs:E}\t{deg:E}\t0\t1.2\t9"
    curve = "ZCURVE\tTABLE\t{n}\n" + names
    yield "eispot", (head + "NOTES\tNOTES\t2\tNotes...\n\tfirst\n\tsecond\n" + ocv
                     + curve.format(n=6) + rows(pattern)).encode("latin-1")
    yield "two", (head + curve.replace("ZCURVE", "ZCURVE0").format(n=6) + rows(pattern)
                  + curve.replace("ZCURVE", "ZCURVE1").format(n=6) + rows(pattern)).encode("latin-1")
    yield "aborted", (head + curve.format(n=9) + rows(pattern)
                      + "EXPERIMENTABORTED\tTOGGLE\tT\tExperiment Aborted\n").encode("latin-1")
    yield "ocv", head + ocv


def zplot():
    names = "  Freq(Hz)      Ampl          Bias          Time(Sec)     Z'(a)         Z''(b)     " \
            "   GD   Err  Range\n"
    yield "zplot2", ("ZPLOT2 ASCII\nExperiment Type: Z\n  Date: 11-23-2026\n  Surface Area: 1\n"
                     "  Potential-AC:             10\n  Data Points: 6\n" + names
                     + rows(" {f:E}\t 0\t 1.2\t {i}\t {re:E}\t {im:E}\t 0\t 0\t 1"))
    yield "zplotw", ('"ZPlotW Data File: Version 2.4"\n"Measured Data, ZPlot"\n"Date: 11-23-2026"\n'
                     '"Data Points: 6"\n"' + names[:-1] + '"\nEnd Comments\n'
                     + rows("{f:E}, 0, 0, 0, {re:E}, {im:E}, 0, 0, 0"))
    yield "fra", ("ZPLOT2 ASCII\n6\n" + names + rows("{f} 0 0 0 {re} {im} 0 0 0"))


def versastudio():
    head = ("<Application>\nName=VersaStudio\nVersion=2.60.6\n</Application>\n<Instrument>\n"
            "Type=VersaSTAT 3\nSN=1\n</Instrument>\n<Experiment>\nDateAcquired=11/23/2026\n"
            "Working Electrode Area (cm2)=1\n</Experiment>\n<Action0>\nName=Common\nComment=c\n"
            "</Action0>\n<Action1>\nName=Potentiostatic EIS\n</Action1>\n")
    names = ("Definition=Segment #, Point #, E(V), I(A), Elapsed Time(s), Frequency(Hz), Z Real, "
             "Z Imag, E Status\n")
    pattern = "0,{i},1.2,0,{i},{f},{re},{im},0"
    yield "eis", head + "<Segment1>\nType=2\n" + names + rows(pattern) + "</Segment1>\n"
    yield "rest", (head + "<Segment0>\n" + names.replace("Z Real, Z Imag, ", "")
                   + "0,1,1,1,1,0,0\n</Segment0>\n<Segment1>\n" + names + "0,0,1,0,0,0,0,0,0\n"
                   + rows(pattern) + "</Segment1>\n<Segment2>\n" + names + rows(pattern))


def named(names, pattern, head=""):
    yield "one", head + names + rows(pattern)
    yield "crlf", (head + names + rows(pattern)).replace("\n", "\r\n")
    yield "comma", head + names + rows(pattern).replace(".", ",")
    yield "two", (head + names + rows(pattern)) * 2
    yield "cut", (head + names + rows(pattern))[:-9]


def chi():
    return named("Freq/Hz, Z'/ohm, Z\"/ohm, Z/ohm, Phase/deg\n\n", "{f:e}, {re:e}, {im:e}, {abs}, {deg}",
                 "Nov. 23, 2026   12:00:00\nA.C. Impedance\nFile: a.bin\nData Source: Experiment\n"
                 "Instrument Model:  CHI660E\nHeader: \nNote: \n\nInit E (V) = 0\nAmplitude (V) = 0.01\n\n")


def nova():
    return named("Index;Frequency (Hz);Z' (\u03a9);-Z'' (\u03a9);Z (\u03a9);-Phase (\u00b0);Time (s)\n",
                 "{i};{f};{re};{mim};{abs};{deg};{i}")


def pstrace():
    return named("freq / Hz,neg. Phase / \u00b0,Idc / uA,Z / Ohm,Z' / Ohm,Z'' / Ohm,Cs / F\n",
                 "{f},{deg},1,{abs},{re},{im},1e-9",
                 "Date and time:,2026-11-23 12:00:00\nNotes:\n\n"
                 "FCV i vs E,\nV,uA\n-0.4,0.1\nMeasurement:,EIS\nCH 3: Fixed at 8 freqs\n")


def parstat():
    return named("Segment #\tPoint #\tE(V)\tFrequency (Hz)\tZre (ohms)\tZim (ohms)\n",
                 "1\t{i}\t0.5\t{f}\t{re}\t{im}")


def powersuite():
    return named("Frequency\tE\tZre\tZimg\tPhase\n", "{f}\t1.1\t{re}\t{im}\t{deg}")


def smart():
    return named("Time (s),Frequency (Hz),Impedance Magnitude (Ohms),Impedance Phase Degrees (deg),"
                 "Temperature (C),Sweep Number\n", "{i},{f},{abs},{deg},25,1,",
                 "Experiment start time,11/23/2026\n\n")


def neisys():
    return named("Freq. [Hz]\tZs' [ohm]\tZs'' [ohm]\n", "{f:e}\t{re:e}\t{im:e}",
                 "X4, 23.11.2026, 10:9\nFixed value(s) : Temp. [\u00b0C]=25.00e+00\n"
                 "Capacitor: Diameter[mm] 10 Thickness[mm] 1.2\n")


def windeta():
    head = "X4, 23.11.2026, 10:9\nSample Thickness[mm] 1.2 Diameter[mm] 10\n"
    fixed = "Fixed value(s) : Temp. [\u00b0C]=25.00e+00\n"
    pattern = "{f:e}\t{g:e}\t{b:e}"
    for k, names in enumerate(["Eps'\tEps''", "Sig' [S/cm]\tSig'' [S/cm]", "Mod'\tMod''",
                               "Zs' [Ohms]\tZs'' [Ohms]", "Yp' [S]\tYp'' [S]", "Cp' [F]\tCp'' [F]",
                               "Eps'\tTan(Delta)"]):
        yield f"q{k}", head + fixed + "Freq. [Hz]\t" + names + "\n" + rows(pattern)
    yield "temps", (head + "Freq. [Hz]\tTemp. [\u00b0C]\tM Temp. [\u00b0C]\tEps'\tEps''\n"
                    + "".join(rows("{f}\t%d\t%g\t{g}\t{b}" % (t, t + .1)) for t in (20, 40)))
    yield "latin", (head + fixed + "Freq. [Hz]\tSig' [S/cm]\tSig'' [S/cm]\n"
                    + rows(pattern)).encode("latin-1")


def ivium():
    head = ("version=11\nTitle=a\nstarttime=2026\nInstrument=IviumStat\nTechnique=Impedance\n"
            "Method=Constant E\nTsweep.Active=false\n")
    data = "primary_data\n3\n6\n" + rows(" {re:E}   {im:E}   {f:E}")
    yield "idf", head + data
    yield "ids", "QR=QR\n" + head + data + "QR=QR\nMethod=CyclicVoltammetry\nprimary_data\n" \
                 "3\n1\n1 2 3\nQR=QR\n" + head + data
    yield "cut", (head + data)[:-7]
    yield "bytes", b"\x01\x08\0\0" + (head + data).encode()


def ivium_binary():
    for name, text in ivium():
        yield name, b"\x01\x08\0\0" + (text if isinstance(text, bytes) else text.encode())


def array(kind, quantity, values):
    return ('{"Type":"PalmSens.Data.DataArray","ArrayType":%d,"DataValues":[%s],"Unit":{"Q":"%s"}}'
            % (kind, ",".join('{"V":%r}' % v for v in values), quantity))


def pssession():
    f, re, im = zip(*POINTS)
    eis = '{"Type":"PalmSens.Data.DataSetEIS","Values":[%s,%s,%s]}' % (
        array(5, "Frequency", f), array(7, "Z'", re), array(8, "-Z''", [-x for x in im]))
    polar = '{"Values":[%s,%s,%s]}' % (array(6, "-Phase", [60.0]), array(5, "f", [7.0]),
                                        array(10, "Z", [10.0]))
    session = ('{"Type":"PalmSens.DataFiles.SessionFile","Measurements":[{"Title":"EIS",'
               '"TimeStamp":639310340960000000,"DeviceFW":"1","EISDataList":[{"Title":"CH 1",'
               '"DataSet":%s}]},{"Title":"CV","Curves":[1,2]},{"dataset":%s}]}' % (eis, polar))
    yield "session", session
    yield "utf16", ("\ufeff" + session).encode("utf-16-le")
    yield "utf16be", ("\ufeff" + session).encode("utf-16-be")
    yield "escapes", '{"Measurements":[{"Title":"\\u03A9\\ud83d\\ude00\\n","DataSet":%s}],' \
                     '"a":[null,true,false,-1.5e-7,{}]}' % polar
    yield "deep", "[" * 40 + '{"PalmSens.":1}' + "]" * 40
    yield "cut", session[:-200]


def relaxis():
    return named("Frequency [Hz]\tZ' [Ohm]\tZ'' [Ohm]\n", "{f}\t{re}\t{im}",
                 "RelaxIS 3 export\nSample: a\n\n")


def labone():
    def line(field, values):
        return "0;17;%d;%s;" % (len(values), field) + ";".join(map(repr, values)) + "\n"
    f, re, im = zip(*POINTS)
    head = "chunk;timestamp;size;fieldname\n"
    sweep = line("frequency", f) + line("realz", re) + line("imagz", im)
    yield "parts", head + sweep
    yield "poles", head + line("grid", f) + line("absz", re) + line("phasez", [-0.5] * 6)
    yield "chunks", head + sweep + sweep.replace("0;17", "1;18").replace("60.0", "nan")
    yield "columns", "chunk;timestamp;frequency;realz;imagz\n" + rows("0;17;{f};{re};{im}")
    yield "polar", "chunk,timestamp,frequency,absz,phasez\n" + rows("0,17,{f},{abs},{rad}")
    yield "comment", "% LabOne\n\n" + head + sweep[:-20]


def e4990a():
    head = "!Keysight Technologies,E4990A,MY1,A.03.01\r\n!Date: Mon Nov 23 13:41:16 2026\r\n"
    def channel(k, names, pattern):
        return (f"BEGIN CH{k}_DATA\r\nTitle label, a\r\nFrequency(Hz), " + names + "\r\n"
                + rows("{f:+e}, " + pattern, end="\r\n") + "END\r\n")
    polar = channel(1, "|Z|(Ohm)-data, theta-z(deg)-data, theta-z(deg)-mem", "{abs:+e}, {deg:+e}, 1")
    yield "polar", head + polar
    yield "two", head + polar + channel(2, "R(Ohm)-data, X(Ohm)-data", "{re:+e}, {im:+e}")
    for k, (names, pattern) in enumerate([("Cp(F)-data, D-data", "{cp:+e}, {d:+e}"),
                                          ("Cs(F)-data, Q-data", "{cs:+e}, {q:+e}"),
                                          ("Cp(F)-data, Rp(Ohm)-data", "{cp:+e}, {rp:+e}"),
                                          ("G(S)-data, B(S)-data", "{g:+e}, {b:+e}"),
                                          ("|Z|(Ohm)-data", "{abs:+e}")]):
        yield f"pair{k}", head + channel(1, names, pattern)
    yield "overload", head + polar.replace("+6.000000e+01", "9.9e37")


def e4980a():
    yield "results", "+1.00059E-14,+1.12204E+01,+0\n+9.99e+37,+1.12204E+01,-1,+1\n"


def lcr():
    yield "cpd", "Freq. (kHz),Cp (nF),D\n" + rows("{f},{cp:e},{d}")
    yield "zt", "FREQ;|Z| [Ohm];theta [deg]\n" + rows("{f};{abs};{deg}").replace(".", ",")
    yield "lsrs", "Frequency(Hz) Ls(uH) Rs(Ohm)\n" + rows("{f} {i} {re}")
    yield "yq", "Frequency\tY' (mS)\tY'' (mS)\tTemp. (C)\n" + rows("{f}\t{g}\t{b}\t25")
    yield "lpq", "f,Lp,Q\n" + rows("{f},{i},{q}")


def hioki():
    return named('"FREQ[Hz]","Z[ohm]","PHASE[deg]","STATUS"\n', '{f},{abs},{deg},0',
                 '"HIOKI IM3570","V1.0"\n"DATE","26-11-23"\n"TIME","12:00:00"\n"COMMENT",""\n')


def zahner_txt():
    return named("Number  Frequency/Hz  Impedance/Ohm  Phase/deg  Significance  Time/s\n",
                 "{i}  {f:e}  {abs:e}  {deg}  0.999  {i}",
                 "Zahner Thales\nDate.......: 23.11.2026\nPotential....: 0.9995 V\n\n")


def zahner_ism():
    def text(s):
        s = s.swapcase().encode()
        return struct.pack(">H", len(s)) + s
    def file(points, texts):
        n = len(points)
        out = b"\0\0\xff\xff\xff\xfe" + (n - 1).to_bytes(6, "big")
        for pick in (lambda p: p[0], lambda p: abs(complex(*p[1:])),
                     lambda p: math.atan2(p[2], p[1])):
            out += b"".join(struct.pack(">d", pick(p)) for p in points)
        out += b"".join(struct.pack(">d", 1.4e9 + i) for i in range(n))
        out += b"".join(struct.pack(">H", 1000) for i in range(n))
        return out + b"".join(map(text, texts))
    texts = ["231126", "cell", "0.5V", "0.1mA", "25", "12:00", "a", "b", "c", "d", "1.0"]
    whole = file(POINTS, texts)
    yield "plain", whole
    yield "legs", file(POINTS[2:0:-1] + POINTS, texts)
    yield "one", file(POINTS[:1], [])
    yield "cut", whole[:110]
    yield "text", whole[:-30]


COLUMNS = {32: "f", 37: "f", 38: "f", 36: "f", 35: "f", 4: "d", 24: "d", 39: "h", 462: "f", 8: "f"}


def eclab_mpr():
    def module(version, new, short, name, body, number):
        head = b"MODULE" + short.ljust(10).encode() + name.ljust(25).encode()
        head += b"\xff\xff\xff\xff" if new else b""
        head += struct.pack("<II", len(body), number)
        head += struct.pack("<I", number) if new else b""
        return head + b"11/23/26" + body
    def file(version, columns, records, unknown=()):
        new = version == 11
        start = {2: 0x195, 3: 0x196, 11: 0x3EF}[version]
        body = struct.pack("<IB", len(records), len(columns))
        body += b"".join(struct.pack("<H", c) for c in columns)
        body = body.ljust(start, b"\0")
        body += b"".join(records)
        settings = b"\x1d\x04cell" + bytes(40)
        return (b"BIO-LOGIC MODULAR FILE\x1a".ljust(48) + bytes(4)
                + module(version, new, "VMP Set", "VMP settings", settings, 1)
                + module(version, new, "VMP data", "VMP data", body, version)
                + module(version, new, "VMP LOG", "VMP LOG", bytes(20), 0))
    def records(pattern, make):
        return [struct.pack("<" + pattern, *make(i, p)) for i, p in enumerate(POINTS)]
    parts = records("Bfffd", lambda i, p: (1, p[0], p[1], -p[2], 1 + i // 3))
    polar = records("fffff", lambda i, p: (p[0], abs(complex(*p[1:])),
                                           math.degrees(math.atan2(p[2], p[1])), 25, 0))
    for version in (2, 3, 11):
        yield f"v{version}", file(version, [1, 2, 3, 32, 37, 38, 24], parts)
    yield "polar", file(2, [32, 36, 35, 462, 8], polar)
    yield "unknown", file(3, [32, 36, 35, 462, 9999], polar)
    yield "cut", file(2, [32, 36, 35, 462, 8], polar)[:-160]


def options():
    for name, text in table():
        if isinstance(text, str):
            yield name, "\4\0\0\0\n" + text
    yield "columns", "\0\1\0\0frequency_kHz,-,z_re_ohm,minus_z_im_ohm\n" + rows("{f},{i},{re},{mim}")
    yield "blanks", "\3\1\1\1f/Hz,z_re_ohm,z_im_ohm\n" + rows("{f} {re} {im}")
    yield "refuse", "\2\1\2\3f/Hz,y_re_S,y_im_S\n1\t2\t3\n1\t2\t4\n"


def packed():
    for name, text in list(table())[:6] + list(eclab_mpt())[:2] + list(gamry_dta())[:1]:
        data = text if isinstance(text, bytes) else text.encode()
        for level in (0, 9):
            yield f"{name}-{level}", gzip.compress(data, level, mtime=0)
    yield "members", gzip.compress(b"f/Hz,z_re_ohm,z_im_ohm\n", 1, mtime=0) + gzip.compress(
        rows("{f},{re},{im}").encode(), 1, mtime=0)


def dense():
    """Long inputs that ask for most memory or time for their size: (target, name, data)."""
    n = 8000
    name = "f/Hz sigma_S_per_m"
    yield "table", "points", name + "\n" + "".join(f"{k} 1\n" for k in range(1, n))
    yield "table", "duplicates", name + "\n" + "1 1\n" * n
    yield "table", "cycles", name + " cycle\n" + "1 1 1\n1 1 2\n" * (n // 2)
    yield "table", "temperatures", name + " T/K\n" + "".join(
        f"1 1 {k * 7919 % 1000 + 1}\n" for k in range(n))
    yield "table", "sweeps", name + "\n" + "1 1\n2 1\n3 1\n" * (n // 3)
    yield "table", "shuffled", name + "\n" + "".join(f"{k * 7919 % n + 1} 1\n" for k in range(n))
    yield "table", "headers", (name + "\n1 1\n") * n
    yield "table", "comments", name + "\n" + "#\n" * n + "1 1\n"
    yield "table", "names", "ffff, freq zzz f/Hz z im\n" * n
    yield "any", "delimiters", ";" * 50 * n
    yield "any", "one-number", "1" * 60000 + "\n" + "2" * 40 * n
    yield "gamry-dta", "curves", "EXPLAIN\n" + (
        "ZCURVE\tTABLE\t1\n\tFreq\tZreal\tZimag\n\tHz\tohm\tohm\n\t1\t1\t1\n") * (n // 5)
    yield "ivium", "sections", "Technique=Impedance\nprimary_data\n3\n1\n1 1 1\n" * (n // 4)
    yield "palmsens-pssession", "brackets", '{"a":' + "[" * 60 + ("]" * 59 + "," + "[" * 59) * n
    yield "palmsens-pssession", "measurements", '{"Measurements":[' + ",".join(
        ['{"EISDataList":[{"Title":"a","DataSet":{"Values":[]}}]}'] * (n // 4)) + "]}"
    yield "versastudio", "segments", "Name=VersaStudio\n" + (
        "<Segment1>\nDefinition=Frequency(Hz), Z Real, Z Imag\n1,1,1\n</Segment1>\n") * (n // 5)
    head = "chunk;timestamp;size;fieldname\n"
    yield "zurich-labone", "chunks", head + "".join(
        f"{k};1;1;{field};1\n" for k in range(n // 4) for field in ("frequency", "realz", "imagz"))
    yield "zurich-labone", "values", head + "".join(
        f"0;1;{n};{field}" + ";1" * n + "\n" for field in ("frequency", "realz", "imagz"))


FORMATS = {
    "autolab-nova": nova, "chi": chi, "eclab-mpr": eclab_mpr, "eclab-mpt": eclab_mpt,
    "gamry-dta": gamry_dta, "hioki": hioki, "ivium": ivium, "ivium-binary": ivium_binary,
    "keysight-e4980a": e4980a, "keysight-e4990a": e4990a, "lcr": lcr, "neisys": neisys,
    "palmsens-csv": pstrace, "palmsens-pssession": pssession, "parstat": parstat,
    "powersuite": powersuite,
    "relaxis": relaxis, "smart-csv": smart, "table": table, "versastudio": versastudio,
    "windeta": windeta, "zahner-ism": zahner_ism, "zahner-txt": zahner_txt, "zplot": zplot,
    "zurich-labone": labone,
}

NUMBERS = ["1e-400", "1e999", "-0", "nan", "inf", "1,5", "1.5", "9.9e37", "4.9e-324",
           "1.7976931348623157e308", "0.1", "1E+05", "+1", "\\xb0C", "\\xc2\\xb0C", "\\xe2\\x84\\xa6",
           "\\xef\\xbb\\xbf", "\\xff\\xfe", "\\x1a", "\\x0d\\x0a", "\\x09"]
NAMES = ["f/Hz", "frequency_Hz", "freq/kHz", "z_re_ohm", "z_im_ohm", "-Im(Z)/Ohm", "Z'", "Z''",
         "sigma_S_per_m", "sd_sigma_S_per_m", "eps_re", "eps_im", "m_re", "m_im", "y_re_S", "y_im_S",
         "T/K", "temperature_C", "cycle", "|Z|", "Phase", "theta", "Cp", "Cs", "Ls", "Lp", "Rp",
         "Rs", "(deg)", "[rad]", "(F)", "nF", "mHz", "MOhm", "Ohm*cm^2", "S cm^-1"]


def tokens(seeds):
    """The words of the seeds that a mutation would hardly find."""
    found = {}
    for _, data in seeds:
        text = data.decode("latin-1") if isinstance(data, bytes) else data
        if "\0" in text or text[:2] == "\x1f\x8b":
            continue
        for line in text.splitlines():
            for word in line.replace(",", "\t").replace(";", "\t").split("\t"):
                word = word.strip()
                if 2 < len(word) <= 40 and not word[0].isdigit() and word[0] not in "+-.":
                    found[word] = None
    return list(found)[:150]


def escaped(word):
    out = ""
    for byte in word.encode("utf-8", "surrogateescape"):
        out += chr(byte) if 32 <= byte < 127 and chr(byte) not in '"\\' else "\\x%02x" % byte
    return out


def write(folder, name, data):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())


def main():
    out = pathlib.Path(sys.argv[1])
    for target, name, data in dense():
        write(out.with_name("dense") / target, name, data)
    everything = [(f"{target}-{name}", data) for target, make in FORMATS.items()
                  for name, data in make()]
    targets = {target: list(make()) for target, make in FORMATS.items()}
    targets["options"] = list(options())
    targets["packed"] = list(packed())
    targets["any"] = everything
    for target, seeds in targets.items():
        for name, data in seeds:
            write(out / target, name, data)
        words = ['"%s"' % escaped(word) for word in tokens(seeds)]
        words += ['"%s"' % word for word in NUMBERS] + ['"%s"' % escaped(word) for word in NAMES]
        (out / f"{target}.dict").write_text("\n".join(words) + "\n")
    if len(sys.argv) > 2:
        pathlib.Path(sys.argv[2]).write_text("")


if __name__ == "__main__":
    main()
